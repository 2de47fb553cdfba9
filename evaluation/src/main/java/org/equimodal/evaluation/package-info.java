/**
 * How good ranked lists are: metrics per user and their means, and whether two models differ.
 *
 * <p>Ranking itself happens elsewhere, on the device; here lists arrive as {@code int[][]}. A new
 * metric is one class that implements {@link org.equimodal.evaluation.Metric} and one line in
 * {@link org.equimodal.evaluation.Metrics}. Models are compared user by user with {@link
 * org.equimodal.evaluation.PairedComparison}.
 */
package org.equimodal.evaluation;
