package org.equimodal.trainer;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.equimodal.datasets.InputException;
import org.equimodal.trainer.config.Method;
import org.equimodal.trainer.config.Sources;
import org.equimodal.trainer.config.YamlFile;
import org.equimodal.trainer.experiment.Cell;
import org.equimodal.trainer.experiment.ExperimentFolder;
import org.equimodal.trainer.experiment.RunIndex;
import org.equimodal.trainer.experiment.RunQueue;
import org.equimodal.trainer.report.PlainText;
import org.equimodal.trainer.training.Interruption;
import org.equimodal.trainer.tuning.Point;
import org.equimodal.trainer.tuning.Space;
import org.equimodal.trainer.tuning.SuccessiveHalving;
import org.equimodal.trainer.tuning.SuccessiveHalving.Rung;
import org.equimodal.trainer.tuning.Tuning;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tune}: settings of one backbone on one dataset, chosen by validation. */
@Command(
    name = "tune",
    description =
        "Searches settings by validation Recall@20 and writes the best ones as a file for --config."
            + " Trials are runs: those that are there are used.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    sortOptions = false)
final class TuneCommand implements Callable<Integer> {

  private static final Logger logger = LoggerFactory.getLogger(TuneCommand.class);
  private static final String BEST = "best.yaml";

  /** In which way the space is searched. */
  enum Search {
    GRID,
    RANDOM,
    HALVING
  }

  @Option(
      names = "--backbone",
      paramLabel = "NAME",
      required = true,
      completionCandidates = TrainingOptions.BackboneIds.class,
      description = "Recommender: ${COMPLETION-CANDIDATES}.")
  private String backbone;

  @Option(
      names = "--dataset",
      paramLabel = "X",
      required = true,
      description = "A folder, a folder below the data directory, or the built-in sample.")
  private String dataset;

  @Option(
      names = "--method",
      paramLabel = "NAME",
      description = "How the trials are trained: ${DEFAULT-VALUE}.")
  private String method = "ckd";

  @Option(
      names = "--space",
      paramLabel = "F.yaml",
      required = true,
      description =
          "What is searched: by dotted key a list of values, or {min: .., max: .., log: true}.")
  private Path space;

  @Option(
      names = "--search",
      paramLabel = "grid|random|halving",
      description =
          "All combinations; --trials random ones; or all or --trials of them for a few epochs, the best third for"
              + " three times as many, and so on up to --epochs. Default: grid.")
  private Search search = Search.GRID;

  @Option(names = "--trials", paramLabel = "N", description = "How many random points.")
  private Integer trials;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of the random points and of every training: ${DEFAULT-VALUE}.")
  private long seed = 123;

  @Mixin private ExperimentOptions options = new ExperimentOptions();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    check();
    List<Point> points = points();
    List<Rung> rungs =
        search == Search.HALVING
            ? SuccessiveHalving.rungs(points.size(), options.epochs().orElseThrow())
            : SuccessiveHalving.single(points.size());
    Cell cell = new Cell(dataset, backbone, method, seed);
    Tuning tuning = new Tuning(cell, options.resolver(TuneCommand::flags), points, rungs);
    RunIndex index = new RunIndex(Path.of(tuning.firstRuns().get(0).settings().runDir()));
    Interruption interruption = Interruption.bySignals();
    try {
      return run(
          tuning,
          rungs.stream().mapToInt(Rung::candidates).sum(),
          index,
          new RunQueue(index, TrainingProcess::start, options.parallel(), interruption));
    } catch (Interruption.StoppedException e) {
      logger.info("{}; the same command goes on", e.getMessage());
      return Main.INTERRUPTED;
    } finally {
      interruption.done();
    }
  }

  private static List<Sources.Flag> flags(Cell cell) {
    return List.of(
        new Sources.Flag("--backbone", "backbone", cell.backbone()),
        new Sources.Flag("--dataset", "dataset", cell.dataset()),
        new Sources.Flag("--method", "method", cell.method()),
        new Sources.Flag("--seed", "seed", cell.seed()));
  }

  private void check() {
    if (trials != null && trials < 1) {
      throw new InputException("tune: --trials must be at least 1, was " + trials);
    }
    if (search == Search.RANDOM && trials == null) {
      throw new InputException("tune: --search random needs --trials, how many points to draw");
    }
    if (search == Search.GRID && trials != null) {
      throw new InputException(
          "tune: --search grid tries every point; leave --trials out or use --search random");
    }
    if (search == Search.HALVING && options.epochs().isEmpty()) {
      throw new InputException(
          "tune: --search halving needs --epochs, those of the last trainings; the first ones get a share of them");
    }
  }

  private List<Point> points() {
    YamlFile file = YamlFile.read(space);
    Map<String, JsonNode> tree = new LinkedHashMap<>();
    file.tree().properties().forEach(entry -> tree.put(entry.getKey(), entry.getValue()));
    Space read = new Space(file.name(), tree);
    if (search == Search.HALVING && read.keys().contains(ExperimentOptions.EPOCHS)) {
      throw new InputException(
          file.name()
              + ": training.epochs: cannot be searched by halving, which gives every rung its own; leave it out");
    }
    refuseSettingsOfOtherMethods(read, file);
    return trials == null ? read.grid() : read.random(trials, seed);
  }

  /** Their points would all be the same training. */
  private void refuseSettingsOfOtherMethods(Space read, YamlFile file) {
    Optional<Method> own = Method.named(method);
    for (String key : read.keys()) {
      Optional<Method> owner = Method.named(key.split("\\.", 2)[0]);
      if (own.isPresent() && owner.isPresent() && !owner.equals(own)) {
        throw new InputException(
            "%s: %s: no setting of method %s, leave it out or give --method %s"
                .formatted(file.name(), key, own.get(), owner.get()));
      }
    }
  }

  private int run(Tuning tuning, int count, RunIndex index, RunQueue queue) {
    ExperimentFolder folder =
        new ExperimentFolder(
            options.out(index.runDir(), tuning.name()),
            "Tuning of " + backbone + " with " + method + " on " + dataset,
            spec.commandLine().getParent().getParseResult().originalArgs());
    write(tuning, folder);
    ExperimentProgress progress = new ExperimentProgress(count);
    tuning.run(
        queue,
        (run, outcome, time) -> {
          progress.done(run, outcome, time);
          if (time.isPresent()) {
            write(tuning, folder);
          }
        });
    write(tuning, folder);
    PrintWriter out = spec.commandLine().getOut();
    out.print(PlainText.of(tuning.table()));
    tuning.best().ifPresent(best -> out.println("best: " + folder.path().resolve(BEST)));
    out.println("experiment: " + folder.path());
    out.flush();
    return tuning.best().isPresent() ? Main.OK : Main.FAILED;
  }

  private static void write(Tuning tuning, ExperimentFolder folder) {
    folder.write(List.of(tuning.table()), List.of(), tuning.runs(), List.of());
    tuning
        .best()
        .ifPresent(
            best ->
                folder.write(
                    BEST,
                    "# The best trial by validation Recall@20; to be passed back with --config.\n"
                        + YamlFile.settings(best.values())));
  }
}
