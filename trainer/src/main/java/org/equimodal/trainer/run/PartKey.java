package org.equimodal.trainer.run;

import java.util.Optional;

/**
 * What a part of the loss is called in {@code metrics.jsonl}: {@code bpr}, or {@code lambda.visual}
 * of a modality or head. The first dot divides it, for names of modalities may hold dots, and those
 * of parts do not.
 *
 * @param part of the loss
 * @param of whom it is; empty if of the whole model
 */
public record PartKey(String part, Optional<String> of) {

  /** Divides a key. */
  public static PartKey parse(String key) {
    int dot = key.indexOf('.');
    return dot < 0
        ? new PartKey(key, Optional.empty())
        : new PartKey(key.substring(0, dot), Optional.of(key.substring(dot + 1)));
  }
}
