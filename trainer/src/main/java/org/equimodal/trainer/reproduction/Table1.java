package org.equimodal.trainer.reproduction;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.equimodal.trainer.experiment.SeedGroup;
import org.equimodal.trainer.report.Figures;
import org.equimodal.trainer.report.Table;

/** Table 1: methods beside each other on one dataset, with the gains over plain training. */
final class Table1 {

  private static final Map<String, String> METRICS = new LinkedHashMap<>();

  static {
    METRICS.put("recall@20", "Recall@20");
    METRICS.put("ndcg@20", "NDCG@20");
    METRICS.put("ndcgRetrieved@20", "NDCG@20 as the paper");
    METRICS.put("precision@20", "Precision@20");
  }

  private static final List<String> PRINTED = List.of("recall@20", "ndcg@20", "precision@20");
  private static final String TYPO = "†";

  private final Results results;
  private final boolean printed;
  private final List<String> typos = new ArrayList<>();

  private Table1(Results results) {
    this.results = results;
    this.printed =
        results.request().backbones().stream()
            .anyMatch(backbone -> printed(backbone, Artefact.PLAIN, PRINTED.get(0)).isPresent());
  }

  /** The table of a dataset. */
  static Table of(Results results) {
    return new Table1(results).table();
  }

  private Table table() {
    TableRows rows = new TableRows();
    Map<String, List<MatchedRuns>> byMethod = new LinkedHashMap<>();
    for (String backbone : results.request().backbones()) {
      SeedGroup plain = results.group(backbone, Artefact.PLAIN);
      for (String method : results.request().methods()) {
        SeedGroup runs = results.group(backbone, method);
        MatchedRuns comparison = MatchedRuns.of(plain, runs);
        boolean isPlain = method.equals(Artefact.PLAIN);
        if (!isPlain && !comparison.isEmpty()) {
          byMethod.computeIfAbsent(method, name -> new ArrayList<>()).add(comparison);
        }
        add(rows, backbone, method, runs, isPlain ? null : comparison);
      }
      rows.endGroup();
    }
    byMethod.forEach((method, comparisons) -> addMean(rows, method, comparisons));
    rows.endGroup();
    return new Table(
        "table1-" + results.name(),
        "Methods on " + results.name() + ", test items, " + results.overSeeds(),
        2,
        columns(),
        rows.rows(),
        notes());
  }

  private List<String> columns() {
    List<String> columns = new ArrayList<>(List.of("Backbone", "Method", "Seeds"));
    columns.addAll(METRICS.values());
    columns.addAll(List.of("Gain", "p"));
    if (printed) {
      PRINTED.forEach(metric -> columns.add("Paper " + METRICS.get(metric)));
      columns.add("Paper gain");
    }
    return columns;
  }

  private void add(
      TableRows rows, String backbone, String method, SeedGroup runs, MatchedRuns comparison) {
    List<String> texts = new ArrayList<>(List.of(backbone, method, runs.coverage()));
    Map<Integer, Double> figures = new TreeMap<>();
    for (String metric : METRICS.keySet()) {
      figures.put(texts.size(), runs.mean(run -> run.test(metric)));
      texts.add(runs.text(run -> run.test(metric)));
    }
    texts.add(comparison == null ? "" : Figures.change(comparison.gain()));
    texts.add(comparison == null ? "" : Figures.probability(results.pValues().of(comparison)));
    if (printed) {
      PRINTED.forEach(metric -> texts.add(paper(backbone, method, metric)));
      texts.add(
          method.equals(Artefact.CKD)
              ? results
                  .paper()
                  .gain(results.name(), backbone)
                  .map(percent -> Figures.change(percent / 100))
                  .orElse("")
              : "");
    }
    rows.add(texts, figures);
  }

  private String paper(String backbone, String method, String metric) {
    Optional<PaperTables.Printed> number = printed(backbone, method, metric);
    number.flatMap(PaperTables.Printed::typo).ifPresent(typos::add);
    return number
        .map(one -> Figures.metric(one.value()) + (one.typo().isPresent() ? TYPO : ""))
        .orElse("");
  }

  private Optional<PaperTables.Printed> printed(String backbone, String method, String metric) {
    return results.paper().table1(results.name(), backbone, method, metric);
  }

  private void addMean(TableRows rows, String method, List<MatchedRuns> comparisons) {
    List<String> texts = new ArrayList<>(List.of("mean gain", method));
    texts.add(comparisons.size() == 1 ? "1 backbone" : comparisons.size() + " backbones");
    METRICS.keySet().forEach(metric -> texts.add(""));
    double gain = comparisons.stream().mapToDouble(MatchedRuns::gain).average().orElse(Double.NaN);
    texts.add(Figures.change(gain));
    texts.add(Figures.probability(results.pValues().of(comparisons)));
    while (texts.size() < columns().size()) {
      texts.add("");
    }
    rows.add(texts, Map.of());
  }

  private List<String> notes() {
    List<String> notes =
        new ArrayList<>(
            List.of(
                "Epochs are chosen on validation items; test items are looked at once, at the end of a run.",
                "Gain: of the mean Recall@20 over plain training, over the seeds that both have. p: two-sided paired t-test"
                    + " over users, each user's Recall@20 averaged over these seeds.",
                "Mean gain: the mean of the backbones' gains. Its p is of the backbones' mean difference, by the same test: each"
                    + " user's Recall@20 averaged over these seeds within a backbone, then over the backbones.",
                MatchedRuns.UNADJUSTED,
                "NDCG@20 as the paper: its ideal list is as long as the hits, as in the released code; the paper's NDCG@20 is"
                    + " to be compared with this one."));
    typos.forEach(typo -> notes.add(TYPO + " " + typo));
    return notes;
  }
}
