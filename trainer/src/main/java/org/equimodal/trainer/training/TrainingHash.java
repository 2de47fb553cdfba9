package org.equimodal.trainer.training;

import java.util.Collection;
import org.equimodal.backbones.Backbones;
import org.equimodal.datasets.Sha256;
import org.equimodal.trainer.config.Configuration;
import org.equimodal.trainer.config.Settings;

/**
 * SHA-256 of everything that decides what a training comes to. Two trainings with one hash are the
 * same training, so a finished one can stand for another.
 */
final class TrainingHash {

  /** Changes when the same settings would train another model. */
  private static final String GENERATION = "equimodal training 2";

  private TrainingHash() {}

  /** Hash of a teacher. */
  static String teacher(Settings settings, String datasetHash, Role role) {
    return sha256(common(settings, datasetHash), role.toString());
  }

  /** Hash of a student: what a teacher's is made of, its method, and that method's settings. */
  static String student(Settings settings, String datasetHash, Collection<String> teacherHashes) {
    Record own =
        switch (settings.method()) {
          case PLAIN -> null;
          case CKD -> settings.ckd();
          case GB -> settings.gb();
          case OGM -> settings.ogm();
        };
    return sha256(
        common(settings, datasetHash),
        settings.method().name(),
        String.valueOf(own),
        teacherHashes.toString());
  }

  /** What the hashes of a student and its teachers are made of, whatever the method. */
  static String common(Settings settings, String datasetHash) {
    return String.join(
        "\n",
        GENERATION,
        datasetHash,
        settings.backbone(),
        model(settings),
        settings.training().toString(),
        settings.evaluation().protocol(),
        Long.toString(settings.seed()));
  }

  /** As the backbone reads it: 0 and 0.0 are one value. */
  private static String model(Settings settings) {
    Class<? extends Record> type = Backbones.get(settings.backbone()).settingsType();
    return Configuration.bind(settings.model(), type, "model").toString();
  }

  private static String sha256(String... parts) {
    return Sha256.of(String.join("\n", parts));
  }
}
