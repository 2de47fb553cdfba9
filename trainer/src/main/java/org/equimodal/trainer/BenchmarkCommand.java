package org.equimodal.trainer;

import ai.djl.Device;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.equimodal.backbones.Backbones;
import org.equimodal.backbones.tensor.Devices;
import org.equimodal.datasets.Dataset;
import org.equimodal.datasets.InputException;
import org.equimodal.datasets.Split;
import org.equimodal.trainer.config.Settings;
import org.equimodal.trainer.config.Sources;
import org.equimodal.trainer.training.BenchmarkData;
import org.equimodal.trainer.training.RankingBenchmark;
import org.equimodal.trainer.training.StepBenchmark;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code benchmark}: what a step costs, backbone by backbone, and a ranking of all users against
 * its bare matrix product, in one process.
 */
@Command(
    name = "benchmark",
    description =
        "Times the plain and the CKD step of backbones, with the shares of projections and graph, and a ranking"
            + " of all users, in one process. Features are generated, and without --dataset interactions too,"
            + " by default of the size of Amazon Baby.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    sortOptions = false)
final class BenchmarkCommand implements Callable<Integer> {

  private static final int LARGEST_WIDTH = 1 << 20;
  private static final String USERS = "--users";
  private static final String ITEMS = "--items";
  private static final String DEGREE = "--degree";

  @Option(
      names = "--backbone",
      paramLabel = "NAME",
      split = ",",
      completionCandidates = TrainingOptions.BackboneIds.class,
      description = "Recommenders to measure: ${COMPLETION-CANDIDATES}; by default all.")
  private List<String> backbones = List.copyOf(Backbones.ids());

  @Option(
      names = "--dataset",
      paramLabel = "X",
      description = "Takes the interactions of this dataset; its features need not be there.")
  private String dataset;

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

  @Option(
      names = "--widths",
      paramLabel = "N",
      split = ",",
      description = "Width of each modality's features: ${DEFAULT-VALUE}.")
  private List<Integer> widths = List.of(4096, 1024);

  @Option(names = "--steps", paramLabel = "N", description = "Timed steps: ${DEFAULT-VALUE}.")
  private int steps = 30;

  @Mixin private ConfigurationOptions configuration = new ConfigurationOptions();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    check();
    List<Settings> all = backbones.stream().map(this::settings).toList();
    Settings any = all.get(0); // backbones differ in nothing that is asked of it
    NativeEnvironment.prepareEngine(any);
    Device device = Devices.choose(any.device());
    Dataset data =
        BenchmarkData.withFeatures(
            dataset == null ? "generated" : any.location().name(),
            interactions(any),
            widths,
            any.seed());

    BenchmarkTable table = new BenchmarkTable(backbones);
    print(table.heading(data, device));
    for (Settings settings : all) {
      print(table.row(new StepBenchmark(settings, data, device, steps).measure()));
    }
    print(table.ranking(new RankingBenchmark(data, device).measure()));
    return Main.OK;
  }

  private Settings settings(String backbone) {
    return configuration.resolve(
        List.of(),
        List.of(
            new Sources.Flag("--backbone", "backbone", backbone),
            new Sources.Flag("--dataset", "dataset", dataset)));
  }

  private Split interactions(Settings settings) {
    return dataset == null
        ? BenchmarkData.interactions(users, items, degree, settings.seed())
        : Datasets.openSplit(settings);
  }

  private void check() {
    requirePositive(USERS, users);
    requirePositive(ITEMS, items);
    requirePositive(DEGREE, degree);
    requirePositive("--steps", steps);
    for (int width : widths) {
      requirePositive("--widths", width);
      if (width > LARGEST_WIDTH) {
        throw new InputException(
            "benchmark: --widths must be at most " + LARGEST_WIDTH + ", was " + width);
      }
    }
    for (String option : List.of(USERS, ITEMS, DEGREE)) {
      if (dataset != null && spec.commandLine().getParseResult().hasMatchedOption(option)) {
        throw new InputException(
            "benchmark: "
                + option
                + " describes generated interactions, and --dataset brings its own; leave one of them out");
      }
    }
    if (degree >= items) {
      throw new InputException(
          "benchmark: --degree must be below --items, " + degree + " is not below " + items);
    }
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
