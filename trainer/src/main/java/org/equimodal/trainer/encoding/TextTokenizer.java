package org.equimodal.trainer.encoding;

import ai.djl.engine.EngineException;
import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.util.Utils;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.equimodal.datasets.InputException;

/** Texts to tokens, by the model's own tokenizer. */
final class TextTokenizer implements AutoCloseable {

  private static final String MAX_LENGTH = "maxLength";

  private final HuggingFaceTokenizer tokenizer;

  /**
   * Loads it.
   *
   * @param maxLength the most tokens of a text; absent: what the model says, at most 512
   * @throws InputException if the model has none, or one that cannot be loaded
   */
  TextTokenizer(ModelFiles model, OptionalInt maxLength) {
    Map<String, String> properties = model.properties();
    HuggingFaceTokenizer.Builder builder =
        HuggingFaceTokenizer.builder(properties)
            .optTokenizerPath(model.tokenizer())
            .optPadding(true)
            .optTruncation(true);
    String length =
        maxLength.isPresent() ? Integer.toString(maxLength.getAsInt()) : properties.get(MAX_LENGTH);
    if (length != null) { // DJL would cut a length above 512 without the second
      builder.configure(Map.of(MAX_LENGTH, length, "modelMaxLength", length));
    }
    try {
      tokenizer = builder.build();
    } catch (IOException | RuntimeException | LinkageError e) { // of Rust, its library, JSON
      throw new InputException(
          "--model %s: %s cannot be used (%s)%s"
              .formatted(model.address(), model.tokenizer().getFileName(), e.getMessage(), cure(e)),
          e);
    }
  }

  private static String cure(Throwable e) {
    return e instanceof EngineException || e instanceof LinkageError
        ? "; its library is unpacked into "
            + Utils.getCacheDir()
            + ", which must be writable; name another folder with DJL_CACHE_DIR"
        : "";
  }

  /** The most tokens of a text. */
  int maxLength() {
    return tokenizer.getMaxLength();
  }

  /** Tokens of texts, padded to the longest of them. */
  TokenBatch tokens(List<String> texts) {
    Encoding[] encodings = tokenizer.batchEncode(texts);
    int length = 1;
    for (Encoding encoding : encodings) {
      length = Math.max(length, encoding.getIds().length);
    }
    TokenBatch batch = new TokenBatch(texts.size(), length);
    for (int text = 0; text < encodings.length; text++) {
      Encoding encoding = encodings[text];
      batch.set(text, encoding.getIds(), encoding.getAttentionMask(), encoding.getTypeIds());
    }
    return batch;
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
