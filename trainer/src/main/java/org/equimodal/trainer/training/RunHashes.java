package org.equimodal.trainer.training;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.equimodal.datasets.Modality;
import org.equimodal.trainer.config.Method;
import org.equimodal.trainer.config.Settings;

/**
 * The hashes that a run will have, known before it is trained: a run of the same hash can stand for
 * it.
 *
 * @param run of the multi-modal model
 * @param teachers of its teachers, by modality; empty if its method has none
 */
public record RunHashes(String run, Map<Modality, String> teachers) {

  /**
   * Whether two runs are trained and judged alike but for their methods: same data, backbone and
   * options, settings of training, evaluation protocol, and seed.
   */
  public static boolean differByMethodAtMost(
      Settings one, String datasetHash, Settings other, String otherDatasetHash) {
    return TrainingHash.common(one, datasetHash)
        .equals(TrainingHash.common(other, otherDatasetHash));
  }

  /**
   * Computes them.
   *
   * @param settings of the run
   * @param datasetHash of what it learns from
   * @param modalities of the dataset
   */
  public static RunHashes of(Settings settings, String datasetHash, List<Modality> modalities) {
    Map<Modality, String> teachers = new LinkedHashMap<>();
    if (settings.method() == Method.CKD) {
      for (Modality modality : modalities) {
        teachers.put(modality, TrainingHash.teacher(settings, datasetHash, Role.teacher(modality)));
      }
    }
    return new RunHashes(TrainingHash.student(settings, datasetHash, teachers.values()), teachers);
  }
}
