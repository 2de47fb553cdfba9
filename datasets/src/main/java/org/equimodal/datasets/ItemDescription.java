package org.equimodal.datasets;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.regex.Pattern;

/**
 * One line of {@code items.jsonl}.
 *
 * @param item its number, as interactions and rows of features have it
 * @param id what it is called outside
 * @param title what people call it; null where unknown or nothing but the text
 * @param text what is written about it; null where unknown
 * @param image a file, relative to the folder of {@code items.jsonl}, or an address; null where
 *     unknown
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ItemDescription(Integer item, String id, String title, String text, String image) {
  private static final Pattern ADDRESS = Pattern.compile("(?i)https?://.*");

  /** Whether an image is an address on the network, and not a file. */
  public static boolean isAddress(String image) {
    return ADDRESS.matcher(image).matches();
  }
}
