package org.equimodal.trainer.training;

import ai.djl.Device;
import ai.djl.ndarray.types.DataType;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.equimodal.backbones.Catalogue;
import org.equimodal.backbones.tensor.Devices;
import org.equimodal.backbones.tensor.Matmul;
import org.equimodal.datasets.Categories;
import org.equimodal.datasets.Dataset;
import org.equimodal.datasets.Split;
import org.equimodal.trainer.config.Settings;
import org.equimodal.trainer.run.Build;
import org.equimodal.trainer.run.Manifest;
import org.equimodal.trainer.run.RunFolder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What teachers and student of a run share.
 *
 * @param settings of the run
 * @param catalogue the dataset on the device
 * @param options how it was started
 */
record RunContext(Settings settings, Catalogue catalogue, Options options) {

  private static final Logger logger = LoggerFactory.getLogger(RunContext.class);

  /**
   * How a run was started.
   *
   * @param teachers a run whose teachers shall be used
   * @param terminal whether progress bars are wanted
   * @param interruption a wish to stop
   */
  record Options(Optional<Path> teachers, boolean terminal, Interruption interruption) {}

  /**
   * The dataset on the device that the settings name; what is slow to derive from it is kept on
   * disk beside the run.
   */
  static Catalogue catalogue(Settings settings, Dataset dataset, RunFolder run) {
    Device device = Devices.choose(settings.device());
    Devices.unusedGpu(settings.device()).ifPresent(logger::info);
    Matmul matmul = settings.training().matmul();
    Path cache = matmul == Matmul.TF32 ? run.cache().resolve("tf32") : run.cache();
    return new Catalogue(dataset, device, DataType.FLOAT32, matmul, Optional.of(cache));
  }

  /** A manifest of a run in this context. */
  Manifest manifest(
      Role role, String trainingHash, Map<String, Manifest.TeacherReference> teachers) {
    return new Manifest(
        Build.version(),
        Build.commit(),
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        description(catalogue.dataset()),
        role.modality().map(Object::toString).orElse(null),
        trainingHash,
        teachers,
        Surroundings.of(catalogue.device()));
  }

  private static Manifest.DatasetDescription description(Dataset dataset) {
    Split split = dataset.split();
    List<Manifest.FeatureDescription> features =
        dataset.features().stream()
            .map(
                f ->
                    new Manifest.FeatureDescription(
                        f.modality().name(), f.columns(), f.isStandardized(), f.sha256()))
            .toList();
    return new Manifest.DatasetDescription(
        dataset.name(),
        dataset.hash(),
        dataset.users(),
        dataset.items(),
        split.train().size(),
        split.validation().size(),
        split.test().size(),
        dataset.categories().map(Categories::count).orElse(0),
        features,
        split.hash());
  }
}
