package org.equimodal.trainer;

import ai.djl.Device;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;
import org.equimodal.datasets.Dataset;
import org.equimodal.datasets.ItemFeatures;
import org.equimodal.trainer.training.RankingBenchmark;
import org.equimodal.trainer.training.StepBenchmark;

/** A benchmark as text, line by line, so that a row can be shown as soon as it is measured. */
final class BenchmarkTable {

  private static final String COLUMNS = "  %11s  %9s  %8s  %5s  %12s  %7s  %6s  %8s%n";
  private static final String FIGURES = "  %11s  %9.1f  %8.1f  %5.2f  %12.1f  %7.1f  %6.1f  %8d%n";

  private final String label;

  /**
   * Begins a table.
   *
   * @param backbones the labels of its rows
   */
  BenchmarkTable(Collection<String> backbones) {
    int widest = backbones.stream().mapToInt(String::length).max().orElse(0);
    this.label = "%-" + Math.max("backbone".length(), widest) + "s";
  }

  /** What is measured on, and the names of the columns. */
  String heading(Dataset dataset, Device device) {
    String widths =
        dataset.features().stream()
            .map(ItemFeatures::columns)
            .map(String::valueOf)
            .collect(Collectors.joining(", "));
    return format(
            "%s: %d users, %d items, %d training interactions, generated features %s wide; on %s; medians%n",
            dataset.name(),
            dataset.users(),
            dataset.items(),
            dataset.split().train().size(),
            widths,
            device.getDeviceType())
        + format(
            label + COLUMNS,
            "backbone",
            "triples",
            "plain, ms",
            "CKD, ms",
            "ratio",
            "projections%",
            "graph%",
            "rest%",
            "peak MiB");
  }

  /** A backbone. */
  String row(StepBenchmark.Times times) {
    return format(
        label + FIGURES,
        times.backbone(),
        times.triples() + "+" + times.generic(),
        times.plain(),
        times.ckd(),
        times.ratio(),
        100 * times.projectionShare(),
        100 * times.graphShare(),
        100 * times.restShare(),
        times.peakMebibytes());
  }

  /** The ranking. */
  String ranking(RankingBenchmark.Times times) {
    return format(
        "ranking, top %d, %.1f ms, bare matrix product %.1f ms, ratio %.2f%n",
        RankingBenchmark.TOP, times.ranking(), times.product(), times.ratio());
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
