package org.equimodal.trainer;

import java.util.Iterator;
import java.util.List;
import org.equimodal.backbones.Backbones;
import org.equimodal.trainer.config.MethodVariants;
import org.equimodal.trainer.config.Sources;
import picocli.CommandLine.Option;

/** The flags for settings that only a training has; their defaults are in conf/defaults.yaml. */
final class TrainingOptions {

  private static final String DEVICES = "--devices";

  @Option(
      names = "--backbone",
      paramLabel = "NAME",
      completionCandidates = BackboneIds.class,
      description = "Recommender: ${COMPLETION-CANDIDATES}.")
  private String backbone;

  @Option(
      names = "--dataset",
      paramLabel = "X",
      description = "A folder, a folder below the data directory, or the built-in sample.")
  private String dataset;

  @Option(
      names = "--method",
      paramLabel = "NAME",
      completionCandidates = Methods.class,
      description = "How the student is trained: ${COMPLETION-CANDIDATES}.")
  private String method;

  @Option(names = "--preset", paramLabel = "NAME", description = "Reading of CKD: paper, release.")
  private String preset;

  @Option(names = "--run-dir", paramLabel = "D", description = "Where runs are written.")
  private String runDir;

  @Option(names = "--seed", paramLabel = "N", description = "Seed of weights and sampling.")
  private Long seed;

  @Option(names = "--epochs", paramLabel = "N", description = "Epochs at most.")
  private Integer epochs;

  @Option(
      names = DEVICES,
      paramLabel = "D",
      split = ",",
      description =
          "Train the teachers side by side on these devices, the student on the first of them.")
  private List<String> devices = List.of();

  /** Names for help and completion. */
  static final class BackboneIds implements Iterable<String> {

    @Override
    public Iterator<String> iterator() {
      return Backbones.ids().iterator();
    }
  }

  /** Names for help and completion. */
  static final class Methods implements Iterable<String> {

    @Override
    public Iterator<String> iterator() {
      return MethodVariants.names().iterator();
    }
  }

  /** What was given. */
  List<Sources.Flag> flags() {
    return List.of(
        new Sources.Flag("--backbone", "backbone", backbone),
        new Sources.Flag("--dataset", "dataset", dataset),
        new Sources.Flag("--method", "method", method),
        new Sources.Flag("--preset", "preset", preset),
        new Sources.Flag("--run-dir", "runDir", runDir),
        new Sources.Flag("--seed", "seed", seed),
        new Sources.Flag("--epochs", "training.epochs", epochs),
        new Sources.Flag(DEVICES, "device", devices.isEmpty() ? null : devices.get(0)));
  }

  /** Where teachers are trained; empty if {@code --device} tells. */
  List<String> devices() {
    return devices;
  }
}
