package org.equimodal.trainer.run;

import java.util.List;
import java.util.Map;

/**
 * What a run was made from ({@code manifest.json}): enough to tell whether two runs may be compared
 * and whether a teacher may be used again.
 *
 * @param equimodal version of the program
 * @param git commit it was built from, {@code unknown} outside a checkout
 * @param started ISO instant
 * @param dataset what was learnt from
 * @param modality the modality of a teacher, null for a multimodal run
 * @param trainingHash SHA-256 of everything that decides the outcome: dataset, backbone and its
 *     settings, training and evaluation settings, seed, modality
 * @param teachers where the teachers are, by modality; empty where none were used
 * @param environment what it ran on
 */
public record Manifest(
    String equimodal,
    String git,
    String started,
    DatasetDescription dataset,
    String modality,
    String trainingHash,
    Map<String, TeacherReference> teachers,
    Environment environment) {

  /**
   * Refuses what is not whole.
   *
   * @throws IllegalArgumentException if a part is missing, of which only a teacher has a modality
   */
  public Manifest {
    Parts.require("equimodal", equimodal);
    Parts.require("git", git);
    Parts.require("started", started);
    Parts.require("dataset", dataset);
    Parts.require("trainingHash", trainingHash);
    Parts.requireAll("teachers", teachers);
    Parts.require("environment", environment);
  }

  /**
   * A dataset as it was read.
   *
   * @param name its name
   * @param hash {@code Dataset.hash()}
   * @param categories number of item categories, 0 where there are none
   * @param features one entry per modality
   * @param split {@code Split.hash()}; null in manifests from before it was written
   */
  public record DatasetDescription(
      String name,
      String hash,
      int users,
      int items,
      int training,
      int validation,
      int test,
      int categories,
      List<FeatureDescription> features,
      String split) {

    /**
     * Refuses what is not whole.
     *
     * @throws IllegalArgumentException if a part but the split is missing
     */
    public DatasetDescription {
      Parts.require("dataset.name", name);
      Parts.require("dataset.hash", hash);
      Parts.require("dataset.features", features);
      features.forEach(one -> Parts.require("dataset.features of one modality", one));
    }
  }

  /** One modality's features as they were read. */
  public record FeatureDescription(
      String modality, int width, boolean standardized, String sha256) {

    /**
     * Refuses what is not whole.
     *
     * @throws IllegalArgumentException if a part is missing
     */
    public FeatureDescription {
      Parts.require("modality of features", modality);
      Parts.require("sha256 of features", sha256);
    }
  }

  /**
   * A teacher, by path and hash.
   *
   * @param path its run folder, relative to the run that uses it
   * @param trainingHash the teacher's own
   */
  public record TeacherReference(String path, String trainingHash) {

    /**
     * Refuses what is not whole.
     *
     * @throws IllegalArgumentException if a part is missing
     */
    public TeacherReference {
      Parts.require("path of a teacher", path);
      Parts.require("trainingHash of a teacher", trainingHash);
    }
  }

  /** What a run ran on. */
  public record Environment(
      String java, String os, String djl, String libtorch, String device, int threads) {}
}
