package org.equimodal.trainer;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.equimodal.datasets.Dataset;
import org.equimodal.datasets.InputException;
import org.equimodal.datasets.Interactions;
import org.equimodal.datasets.Split;
import org.equimodal.trainer.run.AtomicFile;
import org.equimodal.trainer.serving.Exclusion;
import org.equimodal.trainer.serving.Ids;
import org.equimodal.trainer.serving.ListFormat;
import org.equimodal.trainer.serving.ListWriter;
import org.equimodal.trainer.serving.NewItems;
import org.equimodal.trainer.serving.Recommendations;
import org.equimodal.trainer.serving.UserSelection;
import org.equimodal.trainer.training.StoredModel;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code recommend}: the best items of users. */
@Command(
    name = "recommend",
    description = "Writes the items that a trained model puts first for each user.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    sortOptions = false)
final class RecommendCommand implements Callable<Integer> {

  private static final String STANDARD_OUTPUT = "-";
  private static final int USUAL_TOP = 20;

  @Mixin private StoredRunOptions run;

  @ArgGroup private Users users = new Users();

  @Option(
      names = "--top",
      paramLabel = "N",
      description = "Length of a list: 20, or all items where there are fewer.")
  private Integer top;

  @Option(
      names = "--view",
      paramLabel = "full|only:M",
      description = "What the model is shown: full, or one modality; a teacher's own by default.")
  private String view;

  @ArgGroup private Seen seen = new Seen();

  @Option(
      names = "--new-items",
      paramLabel = "M=F.npy,...",
      hideParamSyntax = true,
      description =
          "Features of every modality of items that are ranked beside those of the dataset and called"
              + " new:ROW; for vbpr and deepstyle.")
  private String newItems;

  @Option(
      names = "--format",
      paramLabel = "tsv|jsonl|parquet",
      description = "How lists are written: tsv.")
  private ListFormat format = ListFormat.TSV;

  @Option(names = "--out", paramLabel = "FILE|-", description = "Where to; - prints, the default.")
  private String out = STANDARD_OUTPUT;

  @Option(names = "--overwrite", description = "Replace the file if it is there.")
  private boolean overwrite;

  @Spec private CommandSpec spec;

  /** Who gets lists. */
  private static final class Users {

    @Option(
        names = "--users",
        paramLabel = "ID,ID,...",
        hideParamSyntax = true,
        description = "Users; all by default.")
    private String named;

    @Option(
        names = "--users-file",
        paramLabel = "F",
        description = "A file with a user per line instead.")
    private Path file;

    int[] among(Ids ids) {
      if (file != null) {
        return UserSelection.listed(file, ids);
      }
      return named == null ? UserSelection.everybody(ids) : UserSelection.named(named, ids);
    }
  }

  /** What is not recommended. */
  private static final class Seen {

    @Option(
        names = "--exclude",
        paramLabel = "train|all",
        description =
            "Items not recommended to a user: those of training, as in an evaluation, the default; or"
                + " those of validation and test as well.")
    private Exclusion exclude = Exclusion.TRAIN;

    @Option(names = "--include-seen", description = "Recommend what a user has seen as well.")
    private boolean include;

    List<Interactions> of(Split split) {
      return include ? List.of() : exclude.of(split);
    }
  }

  @Override
  public Integer call() throws IOException {
    if (top != null && top < 1) {
      throw new InputException("--top must be at least 1, was " + top);
    }
    Optional<Path> file = out.equals(STANDARD_OUTPUT) ? Optional.empty() : Optional.of(file());
    if (file.isEmpty() && format == ListFormat.PARQUET) {
      throw new InputException("--format parquet is not for a terminal; name a file with --out");
    }
    Map<String, Path> added = newItems == null ? Map.of() : NewItems.files(newItems);
    try (StoredModel known = run.load()) {
      if (added.isEmpty()) {
        recommend(known, file);
      } else {
        try (StoredModel model = known.amongItemsOf(NewItems.join(known.dataset(), added))) {
          recommend(model, file);
        }
      }
    }
    return Main.OK;
  }

  /** Where lists go, which may be written to. */
  private Path file() {
    Path file = Path.of(out).toAbsolutePath();
    if (Files.isDirectory(file) || !Files.isDirectory(file.getParent())) {
      throw new InputException("--out " + out + ": should be a file in a folder that is there");
    }
    if (Files.exists(file) && !overwrite) {
      throw new InputException(
          "--out " + out + ": is there already; give --overwrite to replace it, or another file");
    }
    return file;
  }

  private void recommend(StoredModel model, Optional<Path> file) throws IOException {
    String name = view == null ? StoredRunOptions.ownView(model) : view;
    run.view(model, "--view", name);
    Recommendations wanted =
        new Recommendations(top(model.dataset()), seen.of(model.dataset().split()), name);
    Ids userIds = Ids.ofUsers(model.dataset());
    Ids itemIds = Ids.ofItems(model.dataset());
    int[] which = users.among(userIds);
    PrintWriter terminal = spec.commandLine().getOut();
    if (file.isPresent()) {
      replace(
          file.get(),
          stream -> write(wanted, model, which, format.asBytes(stream, userIds, itemIds)));
      terminal.printf("recommendations: %s (%d users)%n", out, which.length);
    } else {
      write(wanted, model, which, format.asText(terminal, userIds, itemIds).orElseThrow());
    }
    terminal.flush();
  }

  /** The length of lists. */
  private int top(Dataset dataset) {
    if (top == null) {
      return Math.min(USUAL_TOP, dataset.items());
    }
    if (top > dataset.items()) {
      throw new InputException(
          "--top must be at most %d, the items of dataset %s, was %d"
              .formatted(dataset.items(), dataset.name(), top));
    }
    return top;
  }

  private static void replace(Path file, AtomicFile.Content content) {
    try {
      AtomicFile.write(file, content);
    } catch (UncheckedIOException e) {
      throw new InputException(
          "recommend: " + e.getMessage() + "; name another file with --out", e);
    }
  }

  private static void write(
      Recommendations wanted, StoredModel model, int[] which, ListWriter writer)
      throws IOException {
    try (writer) {
      wanted.make(model, which, writer);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
