package org.equimodal.trainer;

import ai.djl.Device;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.equimodal.backbones.Backbones;
import org.equimodal.backbones.tensor.Devices;
import org.equimodal.datasets.Dataset;
import org.equimodal.datasets.InputException;
import org.equimodal.datasets.Split;
import org.equimodal.trainer.benchmark.Benchmark;
import org.equimodal.trainer.benchmark.BenchmarkData;
import org.equimodal.trainer.benchmark.BenchmarkReport;
import org.equimodal.trainer.benchmark.Candidate;
import org.equimodal.trainer.benchmark.MeasuredMethod;
import org.equimodal.trainer.benchmark.StartBenchmark;
import org.equimodal.trainer.config.Settings;
import org.equimodal.trainer.config.Sources;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code benchmark}: what steps cost, part by part, beside what the machine could do at best, in
 * one process; with {@code --all} also rankings, evaluations, sampling and starting, and the
 * targets.
 */
@Command(
    name = "benchmark",
    description =
        "Times the steps of backbones part by part, against what the machine could do at best, in one process."
            + " Without --dataset it generates interactions and features, by default of the size of Amazon Baby.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    sortOptions = false)
final class BenchmarkCommand implements Callable<Integer> {

  private static final int LARGEST_WIDTH = 1 << 20;
  private static final String BACKBONE = "--backbone";
  private static final String METHOD = "--method";
  private static final String USERS = "--users";
  private static final String ITEMS = "--items";
  private static final String DEGREE = "--degree";
  private static final String WIDTHS = "--widths";
  private static final String ALL = "--all";
  private static final String JSON = "--json";
  private static final String GENERATED_FEATURES = "--generated-features";
  private static final String START_DATASET = "lastfm";

  @Option(
      names = BACKBONE,
      paramLabel = "NAME",
      split = ",",
      completionCandidates = TrainingOptions.BackboneIds.class,
      description = "Recommenders to measure: ${COMPLETION-CANDIDATES}; by default all.")
  private List<String> backbones = List.copyOf(Backbones.ids());

  @Option(
      names = METHOD,
      paramLabel = "NAME",
      split = ",",
      description =
          "Steps to measure: plain, teacher (the first modality's), ckd; by default all three.")
  private List<MeasuredMethod> methods = Arrays.asList(MeasuredMethod.values());

  @Option(
      names = "--dataset",
      paramLabel = "X",
      description = "Measures on this dataset; by default on generated interactions.")
  private String dataset;

  @Option(
      names = GENERATED_FEATURES,
      description = "Generates the dataset's features, which need not be there.")
  private boolean generatedFeatures;

  @Option(
      names = WIDTHS,
      paramLabel = "N",
      split = ",",
      description = "Generated features: width of each modality's, ${DEFAULT-VALUE}.")
  private List<Integer> widths = List.of(4096, 1024);

  @Option(
      names = USERS,
      paramLabel = "N",
      description = "Generated interactions: users, ${DEFAULT-VALUE}.")
  private int users = 19_445;

  @Option(
      names = ITEMS,
      paramLabel = "N",
      description = "Generated interactions: items, ${DEFAULT-VALUE}.")
  private int items = 7_050;

  @Option(
      names = DEGREE,
      paramLabel = "N",
      description = "Generated interactions: training items per user, ${DEFAULT-VALUE}.")
  private int degree = 6;

  @Option(names = "--steps", paramLabel = "N", description = "Timed steps: ${DEFAULT-VALUE}.")
  private int steps = 30;

  @Option(
      names = ALL,
      description =
          "Measures every backbone and method, evaluations, a ranking, samplers and the start of a training, and"
              + " shows the targets.")
  private boolean all;

  @Option(names = JSON, paramLabel = "F", description = "Writes every figure to this file.")
  private Path json;

  @Option(
      names = "--compare",
      paramLabel = "F",
      description = "Compares with what --json wrote earlier, of the same sizes.")
  private Path compare;

  @Mixin private ConfigurationOptions configuration = new ConfigurationOptions();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    check();
    Optional<BenchmarkReport> earlier = Optional.ofNullable(compare).map(BenchmarkReport::read);
    List<Candidate> candidates = candidates();
    candidates.forEach(Candidate::check);
    Settings any = candidates.get(0).settings(); // they differ in nothing that is asked of it
    NativeEnvironment.prepareEngine(any);
    Device device = Devices.choose(any.device());
    Benchmark benchmark =
        new Benchmark(candidates, EnumSet.copyOf(methods), dataset(any), device, steps);
    earlier.ifPresent(report -> benchmark.requireComparable(report, compare));

    BenchmarkReport report =
        all ? benchmark.measureAll(start(any), this::print) : benchmark.measureSteps(this::print);
    if (json != null) {
      report.write(json);
    }
    earlier.ifPresent(then -> print(Benchmark.compared(then, report)));
    return Main.OK;
  }

  /** Each backbone once; with --all MGCN a second time, with features that are not trained. */
  private List<Candidate> candidates() {
    List<Candidate> candidates = new ArrayList<>();
    for (String backbone : new LinkedHashSet<>(backbones)) {
      candidates.add(new Candidate(backbone, settings(backbone, null)));
    }
    if (all) {
      candidates.add(new Candidate("mgcn-frozen", settings("mgcn", false)));
    }
    return candidates;
  }

  private Settings settings(String backbone, Boolean trainFeatures) {
    return configuration.resolve(
        List.of(),
        List.of(
            new Sources.Flag(BACKBONE, "backbone", backbone),
            new Sources.Flag("--dataset", "dataset", dataset),
            new Sources.Flag(ALL, "model.trainFeatures", trainFeatures)));
  }

  private Dataset dataset(Settings settings) {
    if (dataset == null) {
      Split split = BenchmarkData.interactions(users, items, degree, settings.seed());
      return BenchmarkData.withFeatures("generated", split, widths, settings.seed());
    }
    return generatedFeatures
        ? BenchmarkData.withFeatures(
            settings.location().name(), Datasets.openSplit(settings), widths, settings.seed())
        : Datasets.open(settings);
  }

  /** A training on Last.fm. */
  private static StartBenchmark start(Settings settings) {
    List<String> training =
        List.of(
            "train",
            "--dataset",
            START_DATASET,
            "--data-dir",
            settings.dataDir(),
            "--device",
            settings.device(),
            "--epochs",
            "1");
    return new StartBenchmark(
        Path.of(settings.dataDir()).resolve(START_DATASET), ThisProgram.command(training));
  }

  private void check() {
    requirePositive(USERS, users);
    requirePositive(ITEMS, items);
    requirePositive(DEGREE, degree);
    requirePositive("--steps", steps);
    for (int width : widths) {
      requirePositive(WIDTHS, width);
      if (width > LARGEST_WIDTH) {
        throw new InputException(
            "benchmark: --widths must be at most " + LARGEST_WIDTH + ", was " + width);
      }
    }
    for (String option : List.of(USERS, ITEMS, DEGREE)) {
      if (dataset != null && isGiven(option)) {
        throw new InputException(
            "benchmark: "
                + option
                + " describes generated interactions, and --dataset brings its own; leave one of them out");
      }
    }
    if (dataset != null && !generatedFeatures && isGiven(WIDTHS)) {
      throw new InputException(
          "benchmark: --widths describes generated features, and --dataset brings its own; leave it out or add"
              + " --generated-features");
    }
    if (dataset == null && generatedFeatures) {
      throw new InputException(
          "benchmark: --generated-features is for a dataset, and without one all is generated; add --dataset or leave"
              + " it out");
    }
    for (String option : List.of(BACKBONE, METHOD)) {
      if (all && isGiven(option)) {
        throw new InputException(
            "benchmark: --all measures everything, and "
                + option
                + " chooses; leave one of them out");
      }
    }
    if (degree >= items) {
      throw new InputException(
          "benchmark: --degree must be below --items, " + degree + " is not below " + items);
    }
    if (json != null) {
      checkPlace();
    }
  }

  /** Whether a report can be written, for what was measured would be lost. */
  private void checkPlace() {
    if (Files.isDirectory(json)) {
      throw new InputException("benchmark: --json " + json + ": is a folder; name a file");
    }
    Path folder = json.toAbsolutePath().getParent();
    if (!Files.isDirectory(folder)) {
      throw new InputException(
          "benchmark: --json " + json + ": there is no such folder to write it to; make it first");
    }
    if (!Files.isWritable(folder)) {
      throw new InputException(
          "benchmark: --json " + json + ": its folder cannot be written to; name another place");
    }
  }

  private boolean isGiven(String option) {
    return spec.commandLine().getParseResult().hasMatchedOption(option);
  }

  private static void requirePositive(String option, int value) {
    if (value < 1) {
      throw new InputException("benchmark: " + option + " must be at least 1, was " + value);
    }
  }

  private void print(String text) {
    PrintWriter out = spec.commandLine().getOut();
    out.print(text);
    out.flush();
  }
}
