package org.equimodal.trainer.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;
import org.equimodal.backbones.tensor.Devices;
import org.equimodal.datasets.DataSettings;
import org.equimodal.distillation.BlendingSettings;
import org.equimodal.distillation.DistillationSettings;
import org.equimodal.distillation.ModulationSettings;

/**
 * The resolved configuration: every setting of a run. The defaults are in {@code
 * conf/defaults.yaml} and {@code conf/backbones}.
 *
 * @param backbone a name of {@code conf/backbones}
 * @param dataset a folder, a folder below {@code dataDir}, or a built-in; see {@link
 *     DatasetLocation}
 * @param method how the student is trained
 * @param preset which reading of CKD the lower layers were taken from
 * @param dataDir where datasets given by name are looked for
 * @param runDir where runs are written
 * @param seed of initial weights and all sampling
 * @param device {@code auto}, {@code cpu}, {@code cuda} or {@code cuda:N}
 * @param data how the dataset's files are read
 * @param training the loop
 * @param evaluation the metrics
 * @param ckd counterfactual distillation
 * @param gb gradient blending
 * @param ogm on-the-fly gradient modulation
 * @param model the backbone's own options, to be given to {@link Configuration#bind}
 */
public record Settings(
    String backbone,
    String dataset,
    Method method,
    Preset preset,
    String dataDir,
    String runDir,
    long seed,
    String device,
    DataSettings data,
    TrainingSettings training,
    EvaluationSettings evaluation,
    DistillationSettings ckd,
    BlendingSettings gb,
    ModulationSettings ogm,
    ObjectNode model) {

  /**
   * Validates the settings outside sections.
   *
   * @throws IllegalArgumentException if one cannot be
   */
  public Settings {
    notBlank("backbone", backbone);
    notBlank("dataset", dataset);
    Objects.requireNonNull(method, "method");
    Objects.requireNonNull(preset, "preset");
    notBlank("dataDir", dataDir);
    notBlank("runDir", runDir);
    if (!Devices.isName(device)) {
      throw new IllegalArgumentException("device must be " + Devices.NAMES + ", was " + device);
    }
    Objects.requireNonNull(data, "data");
    Objects.requireNonNull(training, "training");
    Objects.requireNonNull(evaluation, "evaluation");
    Objects.requireNonNull(ckd, "ckd");
    Objects.requireNonNull(gb, "gb");
    Objects.requireNonNull(ogm, "ogm");
    model = model.deepCopy();
  }

  /** A copy of the backbone's own options. */
  @Override
  public ObjectNode model() {
    return model.deepCopy();
  }

  /** The same settings with other places: where data and runs are, and the device. */
  public Settings at(String newDataDir, String newRunDir, String newDevice) {
    return new Settings(
        backbone,
        dataset,
        method,
        preset,
        newDataDir,
        newRunDir,
        seed,
        newDevice,
        data,
        training,
        evaluation,
        ckd,
        gb,
        ogm,
        model);
  }

  /** The same settings with another seed. */
  public Settings withSeed(long newSeed) {
    return new Settings(
        backbone,
        dataset,
        method,
        preset,
        dataDir,
        runDir,
        newSeed,
        device,
        data,
        training,
        evaluation,
        ckd,
        gb,
        ogm,
        model);
  }

  /** The same settings with another's places and evaluation. */
  public Settings evaluatedAs(Settings other) {
    Settings moved = at(other.dataDir, other.runDir, other.device);
    return new Settings(
        moved.backbone,
        other.dataset,
        moved.method,
        moved.preset,
        moved.dataDir,
        moved.runDir,
        moved.seed,
        moved.device,
        moved.data,
        moved.training,
        other.evaluation,
        moved.ckd,
        moved.gb,
        moved.ogm,
        moved.model);
  }

  /** The method's name, with what is changed of it: {@code ckd}, {@code ckd:kl}. */
  public String methodName() {
    return MethodVariants.nameOf(this);
  }

  /**
   * Where the dataset is.
   *
   * @throws org.equimodal.datasets.InputException if it is nowhere
   */
  public DatasetLocation location() {
    return DatasetLocation.find(dataset, dataDir);
  }

  /**
   * The whole configuration as YAML; given back as {@code --config} it resolves to equal settings.
   */
  public String toYaml() {
    return "# Resolved configuration: every setting. It can be passed back with --config.\n"
        + Yaml.write(this);
  }

  private static void notBlank(String name, String value) {
    if (value.isBlank()) {
      throw new IllegalArgumentException(name + " must not be empty");
    }
  }
}
