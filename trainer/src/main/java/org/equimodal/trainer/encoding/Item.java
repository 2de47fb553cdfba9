package org.equimodal.trainer.encoding;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * One line of {@code items.jsonl}.
 *
 * @param item its number, as interactions and rows of features have it
 * @param id what it is called outside
 * @param text what is written about it; null where unknown
 * @param image a file, relative to the folder of {@code items.jsonl}, or an address; null where
 *     unknown
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record Item(Integer item, String id, String text, String image) {}
