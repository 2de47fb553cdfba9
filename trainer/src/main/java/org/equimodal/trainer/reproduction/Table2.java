package org.equimodal.trainer.reproduction;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.equimodal.datasets.Modality;
import org.equimodal.trainer.config.Method;
import org.equimodal.trainer.experiment.FinishedRun;
import org.equimodal.trainer.experiment.SeedGroup;
import org.equimodal.trainer.report.Figures;
import org.equimodal.trainer.report.Table;

/**
 * Table 2: the models shown one modality alone, and models that never saw another: the teachers of
 * CKD.
 */
final class Table2 {

  /** The rows of uni-modal models. */
  static final String TEACHERS = "uni-modal models";

  private static final String METRIC = "recall@20";

  private final Results results;
  private final List<String> modalities;

  private Table2(Results results) {
    this.results = results;
    this.modalities = results.dataset().modalities().stream().map(Modality::name).toList();
  }

  /** The table of a dataset. */
  static Table of(Results results) {
    return new Table2(results).table();
  }

  private Table table() {
    TableRows rows = new TableRows();
    List<String> methods = results.request().methods();
    Optional<String> taught = methods.stream().filter(Table2::hasTeachers).findFirst();
    for (String backbone : results.request().backbones()) {
      for (String method : methods) {
        if (taught.filter(method::equals).isPresent()) {
          add(rows, backbone, TEACHERS, results.group(backbone, method));
        }
        add(rows, backbone, method, results.group(backbone, method));
      }
      rows.endGroup();
    }
    return new Table(
        "table2-" + results.name(),
        "Recall@20 of single modalities on "
            + results.name()
            + ", test items, "
            + results.overSeeds(),
        2,
        columns(),
        rows.rows(),
        List.of(
            "Each model is shown one modality, the others are masked by their means.",
            "Uni-modal models: the teachers of CKD, trained on one modality alone."));
  }

  private static boolean hasTeachers(String method) {
    return Method.named(method).filter(Method::hasTeachers).isPresent();
  }

  private List<String> columns() {
    List<String> columns = new ArrayList<>(List.of("Backbone", "Method", "Seeds"));
    columns.addAll(modalities);
    modalities.stream()
        .filter(this::isPrinted)
        .forEach(modality -> columns.add("Paper " + modality));
    return columns;
  }

  private boolean isPrinted(String modality) {
    return results.request().backbones().stream()
        .anyMatch(backbone -> paper(backbone, Artefact.PLAIN, modality).isPresent());
  }

  private Optional<Double> paper(String backbone, String method, String modality) {
    return results.paper().table2(results.name(), backbone, method, modality);
  }

  private void add(TableRows rows, String backbone, String method, SeedGroup runs) {
    List<String> texts = new ArrayList<>(List.of(backbone, method, runs.coverage()));
    Map<Integer, Double> figures = new TreeMap<>();
    for (String modality : modalities) {
      figures.put(texts.size(), runs.mean(run -> recall(run, method, modality)));
      texts.add(runs.text(run -> recall(run, method, modality)));
    }
    modalities.stream()
        .filter(this::isPrinted)
        .forEach(
            modality ->
                texts.add(paper(backbone, method, modality).map(Figures::metric).orElse("")));
    rows.add(texts, figures);
  }

  private static double recall(FinishedRun run, String method, String modality) {
    return method.equals(TEACHERS)
        ? run.testOfTeacher(modality, METRIC)
        : run.testOfView(modality, METRIC);
  }
}
