package org.equimodal.trainer.encoding;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.equimodal.backbones.tensor.StepScope;

/**
 * Texts to rows, by a sentence-transformers model: TorchScript that takes ids and mask of tokens,
 * and their types if it was converted so, each int64 [n, tokens], and returns the tokens' vectors,
 * float [n, tokens, width].
 */
final class TextEncoder implements RowEncoder {

  private static final int LENGTH = 2;

  private final Texts texts;
  private final Recipe.OfText recipe;
  private final TextTokenizer tokenizer;
  private final ScriptModule module;

  /**
   * Prepares.
   *
   * @param recipe how tokens become rows
   */
  TextEncoder(Texts texts, Recipe.OfText recipe, TextTokenizer tokenizer, ScriptModule module) {
    this.texts = texts;
    this.recipe = recipe;
    this.tokenizer = tokenizer;
    this.module = module;
  }

  /**
   * The longest first, as sentence-transformers does: batches need little padding, and the one that
   * takes most memory comes at once.
   */
  @Override
  public int[] order() {
    return IntStream.range(0, texts.items())
        .boxed()
        .sorted(Comparator.comparingInt(item -> -texts.length(item)))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  @Override
  public EncodedBatch encode(int[] items) {
    TokenBatch tokens = tokenizer.tokens(Arrays.stream(items).mapToObj(texts::get).toList());
    try (StepScope scope = StepScope.inference(module.manager())) {
      NDArray ids = tokens.ids(scope.manager());
      NDArray mask = tokens.mask(scope.manager());
      NDArray hidden =
          recipe.tokenTypes()
              ? module.run(ids, mask, tokens.types(scope.manager()))
              : module.run(ids, mask);
      Shape shape = hidden.getShape();
      if (shape.dimension() != 3
          || !shape.slice(0, 2).equals(ids.getShape())
          || !hidden.getDataType().isFloating()) {
        throw module.unexpected(
            hidden, "the tokens' vectors, floats of shape " + ids.getShape() + " and a width");
      }
      NDArray rows = recipe.pooling().pool(hidden.toType(DataType.FLOAT32, false), mask);
      return EncodedBatch.whole(
          items.length, (recipe.normalize() ? rows.normalize(LENGTH, 1) : rows).toFloatArray());
    }
  }
}
