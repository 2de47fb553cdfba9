package org.equimodal.trainer.encoding;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * How a file of features was made: what stands beside it as {@code <modality>_feat.json}.
 *
 * @param modality what the features are of
 * @param rows number of items
 * @param width number of columns
 * @param sha256 of the file of features
 * @param input where the items' content is from
 * @param model as it was named
 * @param git commit that the program was built from
 * @param recipe all that decides the features
 * @param missing items without content
 */
record EncodingRecord(
    String modality,
    int rows,
    int width,
    String sha256,
    Input input,
    String model,
    String git,
    Recipe recipe,
    Missing missing) {

  private static final ObjectReader PROGRAM =
      JsonMapper.builder().build().readerFor(JsonNode.class).at("/recipe/equimodal");

  /**
   * Where content is from.
   *
   * @param path a file or a folder; only its name if it lies beside the features
   * @param sha256 of the file; null for a folder
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Input(String path, String sha256) {}

  /**
   * Items without content.
   *
   * @param count how many
   * @param row what their rows are
   * @param items which, and why; null for texts, of which there is no more to say
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Missing(int count, String row, List<EncodedRows.Fault> items) {}

  /** Whether a file is one, of whatever version of the program. */
  static boolean isIn(Path file) {
    try {
      return PROGRAM.<JsonNode>readValue(file.toFile()).isTextual();
    } catch (IOException e) {
      return false;
    }
  }
}
