package org.equimodal.trainer.comparison;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.equimodal.evaluation.PairedComparison;
import org.equimodal.trainer.comparison.SignificanceReport.Comparison;
import org.equimodal.trainer.report.Figures;
import org.equimodal.trainer.report.Table;

/** A report as people read it: a row per pair and metric. */
public final class SignificanceTable {

  private static final List<String> COLUMNS =
      List.of(
          "baseline",
          "other",
          "metric",
          "baseline's mean",
          "other's mean",
          "gain %",
          "p (t)",
          "p (t), Holm",
          "p (Wilcoxon)",
          "p (Wilcoxon), Holm",
          "d_z",
          "95 % of d_z");

  private static final int LABELS = 3;

  private SignificanceTable() {}

  /** The table. */
  public static Table of(SignificanceReport report) {
    List<Table.Row> rows = new ArrayList<>();
    Comparison before = null;
    for (Comparison one : report.comparisons()) {
      boolean samePair =
          before != null
              && before.baseline().equals(one.baseline())
              && before.other().equals(one.other());
      rows.add(new Table.Row(cells(one).stream().map(Table.Cell::of).toList(), !samePair));
      before = one;
    }
    List<String> notes = new ArrayList<>();
    notes.add(
        "Two-sided paired tests over users. Holm: adjusted over the "
            + rows.size()
            + " tests of a kind here. d_z: mean difference over its standard deviation, with a"
            + " bootstrap interval.");
    for (SignificanceReport.Compared contender : report.contenders()) {
      notes.add(contender.label() + ": " + String.join(", ", contender.runs()));
    }
    return new Table(
        "compare",
        "Test metrics of " + report.users() + " users, compared user by user",
        LABELS,
        COLUMNS,
        rows,
        notes);
  }

  private static List<String> cells(Comparison one) {
    PairedComparison figures = one.figures();
    return List.of(
        one.baseline(),
        one.other(),
        one.metric(),
        Figures.metric(figures.baselineMean()),
        Figures.metric(figures.otherMean()),
        format("%+.1f", 100 * figures.relativeGain()),
        Figures.probability(figures.tTestP()),
        Figures.probability(one.tTestHolm()),
        Figures.probability(figures.wilcoxonP()),
        Figures.probability(one.wilcoxonHolm()),
        format("%+.3f", figures.effectSize()),
        format(
            "%+.3f to %+.3f", figures.effectInterval().lower(), figures.effectInterval().upper()));
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
