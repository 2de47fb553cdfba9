package org.equimodal.trainer.encoding;

import java.util.List;
import java.util.Map;
import org.equimodal.datasets.InputException;

/** What a model of texts was converted to be, by its {@code serving.properties}. */
final class TextModel {

  /** Layers after the pooling, and models of another kind. */
  private static final List<String> UNSUPPORTED =
      List.of("dense", "layerNorm", "sparse", "reranking");

  private TextModel() {}

  /**
   * How it encodes.
   *
   * @param maxLength the most tokens of a text
   * @throws InputException if it wants more than is done here
   */
  static Recipe.OfText recipe(ModelFiles model, TextSettings settings, int maxLength) {
    Map<String, String> properties = model.properties();
    for (String key : UNSUPPORTED) {
      if (properties.containsKey(key)) {
        throw new InputException(
            "--model %s: its serving.properties asks for %s, which is not supported; choose another model"
                .formatted(model.address(), key));
      }
    }
    return new Recipe.OfText(
        Pooling.of(settings.pooling(), properties),
        settings.normalize().orElseGet(() -> normalizes(properties)),
        maxLength,
        Boolean.parseBoolean(properties.get("includeTokenTypes")));
  }

  /**
   * Whether a model's rows have length 1. The converter writes {@code normalize=false} for a model
   * without such a layer and nothing for one that has it: to DJL's TextEmbeddingTranslator absence
   * means true. A model that was not converted so has no properties at all, and no such layer.
   */
  private static boolean normalizes(Map<String, String> properties) {
    return !properties.isEmpty()
        && Boolean.parseBoolean(properties.getOrDefault("normalize", "true"));
  }
}
