package org.equimodal.trainer;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.equimodal.datasets.InputException;
import org.equimodal.trainer.config.Sources;
import org.equimodal.trainer.experiment.Cell;
import org.equimodal.trainer.experiment.RunResolver;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The flags of commands that train many runs. */
final class ExperimentOptions {

  /** The setting that {@code --epochs} stands for. */
  static final String EPOCHS = "training.epochs";

  @Option(names = "--preset", paramLabel = "NAME", description = "Reading of CKD: paper, release.")
  private String preset;

  @Option(
      names = "--run-dir",
      paramLabel = "D",
      description = "Where runs are written, and looked for.")
  private String runDir;

  @Option(names = "--epochs", paramLabel = "N", description = "Epochs at most, of every run.")
  private Integer epochs;

  @Option(
      names = "--parallel",
      paramLabel = "N",
      description = "Runs at once, each in a process of its own with its share of the cores: 1.")
  private int parallel = 1;

  @Option(
      names = "--out",
      paramLabel = "D",
      description = "Where tables are written; by default below experiments in the folder of runs.")
  private Path out;

  @Mixin private ConfigurationOptions configuration = new ConfigurationOptions();

  /**
   * Finds the run of a cell; what a search has chosen is stronger than the user's files, and what
   * the command line sets cannot be searched.
   *
   * @param flags the command's own that make a cell
   */
  RunResolver resolver(Function<Cell, List<Sources.Flag>> flags) {
    if (parallel < 1) {
      throw new InputException("--parallel must be at least 1, was " + parallel);
    }
    return new RunResolver(
        (cell, tuned) -> configuration.resolve(List.of(), all(flags.apply(cell), tuned)),
        Datasets::open);
  }

  private List<Sources.Flag> all(List<Sources.Flag> ofCell, List<Sources.Flag> tuned) {
    List<Sources.Flag> all = new ArrayList<>(ofCell);
    all.add(new Sources.Flag("--preset", "preset", preset));
    all.add(new Sources.Flag("--run-dir", "runDir", runDir));
    all.add(new Sources.Flag("--epochs", EPOCHS, epochs));
    all.addAll(tuned);
    return all;
  }

  /** Epochs at most, if the user said so. */
  Optional<Integer> epochs() {
    return Optional.ofNullable(epochs);
  }

  /** How many runs at once. */
  int parallel() {
    return parallel;
  }

  /** Where tables are written. */
  Path out(Path runDirectory, String name) {
    return out == null ? runDirectory.resolve("experiments").resolve(name) : out;
  }
}
