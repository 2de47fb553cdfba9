package org.equimodal.datasets.preparation;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.file.Path;
import java.util.List;

/**
 * What was made of raw interactions.
 *
 * @param folder the dataset's folder
 * @param stages what there was after each step, the first after reading
 * @param split what the split follows: a {@link SplitRule} or {@code given}
 * @param train number of interactions for training
 * @param validation for validation
 * @param test for test
 * @param features the matrices written
 */
public record PreparationReport(
    Path folder,
    List<Stage> stages,
    String split,
    int train,
    int validation,
    int test,
    List<Features> features) {
  /** Copies the lists. */
  public PreparationReport {
    stages = List.copyOf(stages);
    features = List.copyOf(features);
  }

  /**
   * What there was after a step.
   *
   * @param name what was done: {@code read}, {@code rating}, {@code duplicates} or {@code core}
   * @param interactions those that remain
   * @param users those who remain
   * @param items those that remain
   */
  public record Stage(String name, long interactions, int users, int items) {}

  /**
   * One modality's matrix.
   *
   * @param modality its name
   * @param width values per item
   * @param found items that the source has features of; the others got their mean
   * @param standardize whether training standardises the columns
   */
  public record Features(
      String modality,
      int width,
      int found,
      @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean standardize) {}
}
