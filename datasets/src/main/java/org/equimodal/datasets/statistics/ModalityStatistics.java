package org.equimodal.datasets.statistics;

/**
 * A modality in numbers.
 *
 * @param name of the modality
 * @param dtype type of the values in the file, {@code <f4} for instance; null for a built-in
 * @param standardized whether training standardises its columns
 * @param features the matrix
 * @param agreement of co-consumed items; null where values are not finite, the rows are not the
 *     items, or no user has two training items
 */
public record ModalityStatistics(
    String name,
    String dtype,
    boolean standardized,
    FeatureStatistics features,
    Agreement agreement) {}
