package org.equimodal.trainer;

import java.util.List;
import java.util.concurrent.Callable;
import org.equimodal.trainer.config.Settings;
import org.equimodal.trainer.config.Sources;
import org.equimodal.trainer.training.Benchmark;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code benchmark}: step and ranking times as ratios to their bare matrix products, in one
 * process.
 */
@Command(
    name = "benchmark",
    description =
        "Times a CKD step and a ranking of all users against their bare matrix products, in one process, on"
            + " generated data; by default of the size of Amazon Baby.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    sortOptions = false)
final class BenchmarkCommand implements Callable<Integer> {

  @Option(names = "--users", paramLabel = "N", description = "Users: ${DEFAULT-VALUE}.")
  private int users = 19_445;

  @Option(names = "--items", paramLabel = "N", description = "Items: ${DEFAULT-VALUE}.")
  private int items = 7_050;

  @Option(
      names = "--degree",
      paramLabel = "N",
      description = "Training items per user: ${DEFAULT-VALUE}.")
  private int degree = 6;

  @Option(
      names = "--widths",
      paramLabel = "N,N",
      split = ",",
      description = "Width of each modality's features: ${DEFAULT-VALUE}.")
  private List<Integer> widths = List.of(4096, 1024);

  @Option(names = "--steps", paramLabel = "N", description = "Timed steps: ${DEFAULT-VALUE}.")
  private int steps = 30;

  @Option(
      names = "--backbone",
      paramLabel = "NAME",
      completionCandidates = TrainingOptions.BackboneIds.class,
      description = "Recommender: ${COMPLETION-CANDIDATES}.")
  private String backbone;

  @Mixin private ConfigurationOptions configuration = new ConfigurationOptions();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Settings settings =
        configuration.resolve(
            List.of(), List.of(new Sources.Flag("--backbone", "backbone", backbone)));
    Benchmark.Size size = new Benchmark.Size(users, items, degree, widths);
    spec.commandLine().getOut().print(new Benchmark(settings, size, steps).run());
    spec.commandLine().getOut().flush();
    return Main.OK;
  }
}
