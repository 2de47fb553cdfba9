package org.equimodal.trainer.encoding;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.equimodal.backbones.tensor.ScriptFile;

/** Models so small that what they return can be computed by hand. */
public final class TinyModel {

  /** The words that the tokenizer knows, from id 3 on; 0 is padding, 1 any other word, 2 [CLS]. */
  public static final List<String> WORDS =
      List.of("red", "green", "blue", "shoe", "shirt", "größe", "靴", "😀");

  /** Id of the first word. */
  public static final int FIRST_WORD = 3;

  /** Id of any other word. */
  public static final int UNKNOWN = 1;

  /** Id of the token at the beginning of every text. */
  public static final int CLS = 2;

  /** A token with id x has the vector x, -x, x^2, sin(x). */
  public static final String TEXT =
      """
        def forward(self: __torch__.Tiny, ids: Tensor, mask: Tensor) -> Tensor:
          x = torch.to(ids, 6)
          return torch.stack([x, torch.neg(x), torch.mul(x, x), torch.sin(x)], 2)
      """;

  /** The same of id plus 100 times the type. */
  public static final String TYPED_TEXT =
      """
        def forward(self: __torch__.Tiny, ids: Tensor, mask: Tensor, types: Tensor) -> Tensor:
          x = torch.to(torch.add(ids, torch.mul(types, 100)), 6)
          return torch.stack([x, torch.neg(x)], 2)
      """;

  /** The mean of every colour. */
  public static final String IMAGE =
      """
        def forward(self: __torch__.Tiny, pixels: Tensor) -> Tensor:
          return torch.mean(pixels, [2, 3])
      """;

  /** The same, with two more dimensions. */
  public static final String POOLED_IMAGE =
      """
        def forward(self: __torch__.Tiny, pixels: Tensor) -> Tensor:
          return torch.mean(pixels, [2, 3], True)
      """;

  private TinyModel() {}

  /** A folder with the model of texts and its tokenizer, which begins every text with [CLS]. */
  public static Path text(Path folder) {
    return text(folder, TEXT, true);
  }

  /** A folder with a model of texts. */
  public static Path text(Path folder, String methods, boolean beginsWithCls) {
    ScriptFile.write(folder.resolve("tiny.pt"), methods);
    write(folder.resolve("tokenizer.json"), tokenizer(beginsWithCls));
    return folder;
  }

  /** A folder with a vision model. */
  public static Path image(Path folder, String methods) {
    ScriptFile.write(folder.resolve("vision.pt"), methods);
    return folder;
  }

  private static String tokenizer(boolean beginsWithCls) {
    String words =
        IntStream.range(0, WORDS.size())
            .mapToObj(k -> "\"%s\":%d".formatted(WORDS.get(k), k + FIRST_WORD))
            .collect(Collectors.joining(","));
    String special =
        List.of("[PAD]", "[UNK]", "[CLS]").stream()
            .map(
                name ->
                    """
                    {"id":%d,"content":"%s","single_word":false,"lstrip":false,"rstrip":false,"normalized":false,"special":true}"""
                        .formatted(List.of("[PAD]", "[UNK]", "[CLS]").indexOf(name), name))
            .collect(Collectors.joining(","));
    String template =
        """
        {"type":"TemplateProcessing",
         "single":[{"SpecialToken":{"id":"[CLS]","type_id":0}},{"Sequence":{"id":"A","type_id":0}}],
         "pair":[{"Sequence":{"id":"A","type_id":0}},{"Sequence":{"id":"B","type_id":1}}],
         "special_tokens":{"[CLS]":{"id":"[CLS]","ids":[2],"tokens":["[CLS]"]}}}""";
    return """
        {"version":"1.0","truncation":null,"padding":null,"added_tokens":[%s],
         "normalizer":{"type":"Lowercase"},"pre_tokenizer":{"type":"WhitespaceSplit"},
         "post_processor":%s,"decoder":null,
         "model":{"type":"WordLevel","vocab":{"[PAD]":0,"[UNK]":1,"[CLS]":2,%s},"unk_token":"[UNK]"}}
        """
        .formatted(special, beginsWithCls ? template : "null", words);
  }

  /** Writes a text file. */
  public static Path write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
