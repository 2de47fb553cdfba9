package org.equimodal.trainer.encoding;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.equimodal.datasets.InputException;

/** How the vectors of a text's tokens become one (Reimers and Gurevych, EMNLP 2019, section 3). */
public enum Pooling {
  /** The mean over the text's tokens, padding left out. */
  MEAN,
  /** The first token's. */
  CLS,
  /** The largest value of every column over the text's tokens, padding left out. */
  MAX;

  private static final String PROPERTY = "pooling";
  private static final int TOKENS = 1;

  /**
   * What the user chose, else what the model was trained with, else the mean.
   *
   * @param chosen absent if the user chose nothing
   * @throws InputException if the model was trained with another
   */
  static Pooling of(Optional<Pooling> chosen, Map<String, String> properties) {
    String own = properties.getOrDefault(PROPERTY, MEAN.toString());
    return chosen.orElseGet(
        () ->
            Arrays.stream(values())
                .filter(pooling -> pooling.toString().equals(own))
                .findFirst()
                .orElseThrow(
                    () ->
                        new InputException(
                            "the model's serving.properties asks for pooling '%s', which is not supported; choose %s with --pooling"
                                .formatted(own, names()))));
  }

  private static String names() {
    return Arrays.stream(values()).map(Pooling::toString).collect(Collectors.joining(", "));
  }

  /**
   * Pools.
   *
   * @param hidden float [n, tokens, width]
   * @param mask int64 [n, tokens], 1 for a text's tokens, 0 for padding; every text has a token
   * @return [n, width]
   */
  NDArray pool(NDArray hidden, NDArray mask) {
    return switch (this) {
      case MEAN ->
          masked(hidden, mask, 0)
              .sum(new int[] {TOKENS})
              .div(mask.toType(DataType.FLOAT32, false).sum(new int[] {TOKENS}, true));
      case CLS -> hidden.get(":, 0");
      case MAX -> masked(hidden, mask, -Float.MAX_VALUE).max(new int[] {TOKENS});
    };
  }

  /** Another value wherever there is padding. */
  private static NDArray masked(NDArray hidden, NDArray mask, float value) {
    Shape shape = hidden.getShape();
    NDArray kept = mask.toType(DataType.BOOLEAN, false).expandDims(2).broadcast(shape);
    return NDArrays.where(kept, hidden, hidden.getManager().full(shape, value));
  }

  @JsonValue
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
