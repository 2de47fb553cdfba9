package org.equimodal.trainer.validation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.equimodal.datasets.statistics.Agreement;
import org.equimodal.datasets.statistics.DatasetReport;
import org.equimodal.datasets.statistics.FeatureStatistics;
import org.equimodal.datasets.statistics.ModalityStatistics;
import org.equimodal.datasets.statistics.Quantiles;
import org.equimodal.datasets.statistics.SideStatistics;
import org.equimodal.datasets.statistics.SplitStatistics;
import org.equimodal.trainer.report.PlainText;
import org.equimodal.trainer.report.Table;

/** A dataset's report as tables for a terminal, and its faults and warnings, a line each. */
public final class ReportText {

  private ReportText() {}

  /** The whole report, ending in a line break. */
  public static String of(DatasetReport report) {
    List<String> parts = new ArrayList<>();
    if (report.split() != null) {
      parts.add(PlainText.of(interactions(report)));
      parts.add(PlainText.of(degrees(report.split())));
    }
    if (!report.modalities().isEmpty()) {
      parts.add(PlainText.of(features(report.modalities())));
    }
    if (report.modalities().stream().anyMatch(modality -> modality.agreement() != null)) {
      parts.add(PlainText.of(agreement(report.modalities())));
    }
    parts.add(findings(report));
    return String.join("\n", parts);
  }

  private static Table interactions(DatasetReport report) {
    SplitStatistics split = report.split();
    SideStatistics users = split.users();
    SideStatistics items = split.items();
    String caption =
        String.format(
            Locale.ROOT,
            "%s: %,d users, %,d items, density %.3f %%",
            report.name(),
            users.count(),
            items.count(),
            100 * split.density());
    return new Table(
        "interactions",
        report.categories() == null ? caption : caption + ", categories: " + report.categories(),
        1,
        List.of("", "train", "validation", "test"),
        List.of(
            row(
                "interactions",
                count(split.train()),
                count(split.validation()),
                count(split.test())),
            row(
                "users without",
                count(users.withoutTrain()),
                count(users.withoutValidation()),
                count(users.withoutTest())),
            row(
                "items without",
                count(items.withoutTrain()),
                count(items.withoutValidation()),
                count(items.withoutTest()))),
        List.of());
  }

  private static Table degrees(SplitStatistics split) {
    return new Table(
        "degrees",
        "Training interactions",
        1,
        List.of("", "least", "25 %", "median", "75 %", "95 %", "most"),
        List.of(
            degreeRow("of a user", split.users().degree()),
            degreeRow("of an item", split.items().degree())),
        List.of());
  }

  private static Table.Row degreeRow(String label, Quantiles degree) {
    return row(
        label,
        count(degree.minimum()),
        count(degree.q25()),
        count(degree.median()),
        count(degree.q75()),
        count(degree.q95()),
        count(degree.maximum()));
  }

  private static Table features(List<ModalityStatistics> modalities) {
    return new Table(
        "features",
        "Features, as they are in the files",
        1,
        List.of(
            "modality",
            "width",
            "type",
            "standardised",
            "norm, least",
            "median",
            "most",
            "mean row's energy",
            "zero rows",
            "duplicate rows",
            "constant columns",
            "NaN rows"),
        modalities.stream().map(ReportText::featureRow).toList(),
        List.of("Standardising takes the mean row's energy away; what is left tells items apart."));
  }

  private static Table.Row featureRow(ModalityStatistics modality) {
    FeatureStatistics features = modality.features();
    Quantiles norms = features.norms();
    Double share = features.meanRowShare();
    return row(
        modality.name(),
        count(features.columns()),
        modality.dtype() == null ? "" : modality.dtype(),
        modality.standardized() ? "yes" : "no",
        norms == null ? "" : figure(norms.minimum()),
        norms == null ? "" : figure(norms.median()),
        norms == null ? "" : figure(norms.maximum()),
        share == null ? "" : String.format(Locale.ROOT, "%.1f %%", 100 * share),
        count(features.zeroRows()),
        count(features.duplicateRows()),
        count(features.constantColumns()),
        count(features.notFinite()));
  }

  private static Table agreement(List<ModalityStatistics> modalities) {
    return new Table(
        "agreement",
        "How alike two items of one user are, against two items of users drawn apart",
        1,
        List.of("modality", "cosine, one user", "apart", "AUC", "standard error"),
        modalities.stream()
            .filter(modality -> modality.agreement() != null)
            .map(ReportText::agreementRow)
            .toList(),
        List.of("AUC: how often the former are more alike; 0.5 is chance."));
  }

  private static Table.Row agreementRow(ModalityStatistics modality) {
    Agreement agreement = modality.agreement();
    return row(
        modality.name(),
        figure(agreement.coConsumed()),
        figure(agreement.random()),
        figure(agreement.auc()),
        figure(agreement.standardError()));
  }

  private static String findings(DatasetReport report) {
    StringBuilder text = new StringBuilder();
    report.warnings().forEach(line -> text.append("warning: ").append(line).append('\n'));
    report.faults().forEach(line -> text.append("fault: ").append(line).append('\n'));
    return text.append(counted(report.faults().size(), "fault"))
        .append(", ")
        .append(counted(report.warnings().size(), "warning"))
        .append('\n')
        .toString();
  }

  private static String counted(int count, String what) {
    return (count == 0 ? "no" : count) + " " + what + (count == 1 ? "" : "s");
  }

  private static Table.Row row(String... texts) {
    return new Table.Row(Stream.of(texts).map(Table.Cell::of).toList(), false);
  }

  private static String count(double value) {
    return String.format(Locale.ROOT, "%,.0f", value);
  }

  private static String figure(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }
}
