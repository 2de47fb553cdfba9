package org.equimodal.trainer;

import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import org.equimodal.datasets.Dataset;
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

  private static final int USUAL_TOP = 10;

  @Mixin private StoredRunOptions run;

  @Parameters(
      index = "1",
      paramLabel = "ITEM",
      description = "By the id that the dataset gives it.")
  private String item;

  @Option(
      names = "--top",
      paramLabel = "N",
      description = "Neighbours in each view: 10, or all where there are fewer.")
  private Integer top;

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
    if (top != null && top < 1) {
      throw new InputException("--top must be at least 1, was " + top);
    }
    try (StoredModel model = run.load()) {
      int length = top(model.dataset());
      Ids items = Ids.ofItems(model.dataset());
      SimilarItems similar = SimilarItems.to(items.dense(item, "similar"), model);
      Map<Integer, String> texts = texts(similar, length, model);
      PrintWriter out = spec.commandLine().getOut();
      out.print(
          format == Format.JSON
              ? Json.text(similar.tree(items, texts, length))
              : PlainText.of(SimilarTable.of(similar, items, texts, length, of(model.result()))));
      out.flush();
    }
    return Main.OK;
  }

  /** How many neighbours are shown. */
  private int top(Dataset dataset) {
    int others = dataset.items() - 1;
    if (top == null) {
      return Math.min(USUAL_TOP, others);
    }
    if (top > others) {
      throw new InputException(
          "--top must be at most %d, the other items of dataset %s, was %d"
              .formatted(others, dataset.name(), top));
    }
    return top;
  }

  private static Map<Integer, String> texts(SimilarItems similar, int top, StoredModel model) {
    return model
        .datasetFolder()
        .map(folder -> ItemTexts.beginnings(folder, similar.shown(top)))
        .orElse(Map.of());
  }

  private static String of(Result result) {
    return result.backbone() + " on " + result.dataset() + ", " + result.method();
  }
}
