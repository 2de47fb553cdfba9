package org.equimodal.trainer.reproduction;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.equimodal.trainer.experiment.FinishedRun;
import org.equimodal.trainer.experiment.SeedGroup;
import org.equimodal.trainer.report.Figures;
import org.equimodal.trainer.report.Table;

/** Table 3: CKD without its generic part, its weights, or with another specific loss. */
final class Table3 {

  private static final int RECALL_COLUMN = 3;

  private final Results results;
  private final boolean printed;

  private Table3(Results results) {
    this.results = results;
    this.printed =
        results.request().backbones().stream()
            .anyMatch(
                backbone ->
                    results.paper().table3(results.name(), backbone, Artefact.CKD).isPresent());
  }

  /** The table of a dataset. */
  static Table of(Results results) {
    return new Table3(results).table();
  }

  private Table table() {
    List<String> columns =
        new ArrayList<>(
            List.of("Backbone", "Method", "Seeds", "Recall@20", "Gain", "Beside ckd", "p"));
    if (printed) {
      columns.add("Paper Recall@20");
    }
    TableRows rows = new TableRows();
    for (String backbone : results.request().backbones()) {
      Artefact.TABLE3
          .methods(results.request().methods())
          .forEach(method -> add(rows, backbone, method));
      rows.endGroup();
    }
    return new Table(
        "table3-" + results.name(),
        "Parts of CKD on " + results.name() + ", test items, " + results.overSeeds(),
        2,
        columns,
        rows.rows(),
        List.of(
            "ckd:no-generic: without generic distillation. ckd:uniform: without re-weighting. ckd:kl, ckd:mse: the specific"
                + " loss replaced by the KL divergence or the squared error.",
            "Gain: of the mean Recall@20 over plain training. Beside ckd: change against ckd, p of the two-sided paired"
                + " t-test over users, each user's Recall@20 averaged over the seeds that both have.",
            MatchedRuns.UNADJUSTED));
  }

  private void add(TableRows rows, String backbone, String method) {
    SeedGroup runs = results.group(backbone, method);
    MatchedRuns overPlain = MatchedRuns.of(results.group(backbone, Artefact.PLAIN), runs);
    MatchedRuns besideCkd = MatchedRuns.of(results.group(backbone, Artefact.CKD), runs);
    boolean isPlain = method.equals(Artefact.PLAIN);
    boolean isCkd = method.equals(Artefact.CKD);
    List<String> texts =
        new ArrayList<>(
            List.of(
                backbone,
                method,
                runs.coverage(),
                runs.text(Table3::recall),
                isPlain ? "" : Figures.change(overPlain.gain()),
                isCkd ? "" : Figures.change(besideCkd.gain()),
                isCkd ? "" : Figures.probability(results.pValues().of(besideCkd))));
    if (printed) {
      texts.add(
          results.paper().table3(results.name(), backbone, method).map(Figures::metric).orElse(""));
    }
    rows.add(texts, Map.of(RECALL_COLUMN, runs.mean(Table3::recall)));
  }

  private static double recall(FinishedRun run) {
    return run.test("recall@20");
  }
}
