package org.equimodal.trainer.encoding;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;

/**
 * All that decides the bytes of a file of features. What was begun by one recipe is gone on with by
 * the same one only.
 *
 * @param equimodal the program's version
 * @param input SHA-256 of the items' content; of images that are on the network their addresses
 * @param items how many there are
 * @param model SHA-256 of the model's files, by name
 * @param device the rows were made on
 * @param batchSize items per batch
 * @param text how texts were encoded; null for images
 * @param image how images were prepared; null for texts
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Recipe(
    String equimodal,
    String input,
    int items,
    Map<String, String> model,
    String device,
    int batchSize,
    OfText text,
    ImageSettings image) {

  /**
   * How texts are encoded.
   *
   * @param pooling of the tokens' vectors
   * @param normalize whether rows have length 1
   * @param maxLength the most tokens of a text
   * @param tokenTypes whether the model is told the tokens' types
   */
  record OfText(Pooling pooling, boolean normalize, int maxLength, boolean tokenTypes) {}
}
