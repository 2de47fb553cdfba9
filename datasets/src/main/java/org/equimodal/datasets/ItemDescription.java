package org.equimodal.datasets;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;

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
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ItemDescription(Integer item, String id, String text, String image) {}
