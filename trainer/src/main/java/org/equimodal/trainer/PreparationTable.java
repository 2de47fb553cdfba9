package org.equimodal.trainer;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.equimodal.datasets.preparation.PreparationReport;
import org.equimodal.trainer.report.Table;

/** What a preparation made, as people read it: a row per step. */
final class PreparationTable {

  private static final List<String> COLUMNS = List.of("after", "interactions", "users", "items");

  private PreparationTable() {}

  static Table of(String name, PreparationReport report) {
    List<Table.Row> rows = new ArrayList<>();
    for (PreparationReport.Stage stage : report.stages()) {
      List<String> cells =
          List.of(
              stage.name(),
              count(stage.interactions()),
              count(stage.users()),
              count(stage.items()));
      rows.add(new Table.Row(cells.stream().map(Table.Cell::of).toList(), false));
    }
    List<String> notes = new ArrayList<>();
    notes.add(
        "Split (%s): %s for training, %s for validation, %s for test."
            .formatted(
                report.split(),
                count(report.train()),
                count(report.validation()),
                count(report.test())));
    int items = report.stages().get(report.stages().size() - 1).items();
    for (PreparationReport.Features features : report.features()) {
      notes.add(
          "Features %s: %d values for %s of %s items%s."
              .formatted(
                  features.modality(),
                  features.width(),
                  count(features.found()),
                  count(items),
                  features.found() < items ? "; the others have the mean" : ""));
    }
    return new Table("prepare", "Dataset " + name, 1, COLUMNS, rows, notes);
  }

  private static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
