package org.equimodal.trainer.benchmark;

import static org.equimodal.trainer.benchmark.Numbers.format;

/** A comparison as text: what has become of each figure since. */
final class ComparisonTable {

  private static final String DURATION = "  %-12s %-8s %-36s |%9s %9s %6s |%8s %8s %6s%s%n";
  private static final String RATIO = "  %d  %-12s %-62s %14s %14s %6s%n";

  private ComparisonTable() {}

  /** Which two benchmarks. */
  static String heading(BenchmarkReport then, BenchmarkReport now) {
    return format("%nthen: %s; now: %s%n", origin(then), origin(now));
  }

  private static String origin(BenchmarkReport report) {
    return format(
        "%s, %s, %s, %d threads",
        report.git(),
        report.started(),
        report.environment().device(),
        report.environment().threads());
  }

  /** Durations first, then the figures of targets. */
  static String of(Comparison comparison) {
    StringBuilder text =
        new StringBuilder(
            format(
                "then and now: milliseconds, and medians over floors, in which machines cancel;"
                    + " these are marked where quartiles lie apart%n"));
    text.append(format(DURATION, "", "", "", "then", "now", "ratio", "then", "now", "ratio", ""));
    comparison.durations().forEach(both -> text.append(row(both)));
    comparison.ratios().forEach(both -> text.append(row(both)));
    if (comparison.durations().isEmpty()) {
      text.append(format("  nothing was measured both times%n"));
    }
    return text.toString();
  }

  private static String row(Comparison.Durations both) {
    Figure then = both.then();
    Figure now = both.now();
    return format(
        DURATION,
        now.of(),
        now.method() == null ? "" : now.method().label(),
        now.part().label(),
        Numbers.of(then.milliseconds().median()),
        Numbers.of(now.milliseconds().median()),
        Numbers.ratio(both.time()),
        Numbers.ratio(then.timesFloor()),
        Numbers.ratio(now.timesFloor()),
        Numbers.ratio(both.timesFloor()),
        both.mark());
  }

  private static String row(Comparison.Ratios both) {
    Target now = both.now();
    return format(
        RATIO,
        now.number(),
        now.of(),
        now.what(),
        Numbers.plain(both.then().figure()),
        Numbers.plain(now.figure()),
        Numbers.ratio(both.change()));
  }
}
