package org.equimodal.trainer;

import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import org.equimodal.datasets.InputException;
import org.equimodal.trainer.report.PlainText;
import org.equimodal.trainer.run.Json;
import org.equimodal.trainer.run.Result;
import org.equimodal.trainer.serving.Ids;
import org.equimodal.trainer.serving.ItemTexts;
import org.equimodal.trainer.serving.SimilarItems;
import org.equimodal.trainer.serving.SimilarTable;
import org.equimodal.trainer.training.StoredModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code similar}: the neighbours of an item. */
@Command(
    name = "similar",
    description = "Shows the items most like one, with all modalities and in each alone.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    sortOptions = false)
final class SimilarCommand implements Callable<Integer> {

  @Mixin private StoredRunOptions run;

  @Parameters(
      index = "1",
      paramLabel = "ITEM",
      description = "By the id that the dataset gives it.")
  private String item;

  @Option(names = "--top", paramLabel = "N", description = "Neighbours in each view: 10.")
  private int top = 10;

  @Option(names = "--format", paramLabel = "text|json", description = "How: text.")
  private Format format = Format.TEXT;

  @Spec private CommandSpec spec;

  /** How neighbours are shown. */
  private enum Format {
    TEXT,
    JSON
  }

  @Override
  public Integer call() {
    if (top < 1) {
      throw new InputException("--top must be at least 1, was " + top);
    }
    try (StoredModel model = run.load()) {
      int others = model.dataset().items() - 1;
      if (top > others) {
        throw new InputException(
            "--top must be at most %d, the other items of dataset %s, was %d"
                .formatted(others, model.dataset().name(), top));
      }
      Ids items = Ids.ofItems(model.dataset());
      SimilarItems similar = SimilarItems.to(items.dense(item, "similar"), model);
      Map<Integer, String> texts = texts(similar, model);
      PrintWriter out = spec.commandLine().getOut();
      out.print(
          format == Format.JSON
              ? Json.text(similar.tree(items, texts, top))
              : PlainText.of(SimilarTable.of(similar, items, texts, top, of(model.result()))));
      out.flush();
    }
    return Main.OK;
  }

  private Map<Integer, String> texts(SimilarItems similar, StoredModel model) {
    return model
        .datasetFolder()
        .map(folder -> ItemTexts.beginnings(folder, similar.shown(top)))
        .orElse(Map.of());
  }

  private static String of(Result result) {
    return result.backbone() + " on " + result.dataset() + ", " + result.method();
  }
}
