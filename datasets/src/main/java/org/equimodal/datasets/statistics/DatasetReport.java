package org.equimodal.datasets.statistics;

import java.util.List;

/**
 * A dataset in numbers, and what is wrong with it.
 *
 * @param name the dataset's name
 * @param split its interactions; null if they could not be read
 * @param modalities those whose features could be read, in order
 * @param categories number of categories of items; null if there are none
 * @param warnings what training accepts but is hardly meant, a line each
 * @param faults what training refuses, a line each
 */
public record DatasetReport(
    String name,
    SplitStatistics split,
    List<ModalityStatistics> modalities,
    Integer categories,
    List<String> warnings,
    List<String> faults) {

  /** Copies the lists. */
  public DatasetReport {
    modalities = List.copyOf(modalities);
    warnings = List.copyOf(warnings);
    faults = List.copyOf(faults);
  }
}
