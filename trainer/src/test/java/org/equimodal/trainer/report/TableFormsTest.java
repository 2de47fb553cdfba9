package org.equimodal.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.equimodal.trainer.report.Table.Cell;
import org.equimodal.trainer.report.Table.Row;
import org.junit.jupiter.api.Test;

class TableFormsTest {

  private static final Table TABLE =
      new Table(
          "table1-a_b",
          "Test metrics",
          1,
          List.of("method", "recall@20"),
          List.of(
              new Row(List.of(Cell.of("plain"), Cell.of("0.1 ± 0.02")), false),
              new Row(List.of(Cell.of("ckd:no_generic"), new Cell("50 %", true)), true)),
          List.of("1 | 2 runs."));

  @Test
  void plainTextIsAligned() {
    assertThat(PlainText.of(TABLE))
        .isEqualTo(
            """
            Test metrics
            method           recall@20
            --------------------------
            plain           0.1 ± 0.02

            ckd:no_generic        50 %
            1 | 2 runs.
            """);
  }

  @Test
  void markdownEscapesAndEmphasizes() {
    assertThat(Markdown.of(TABLE))
        .isEqualTo(
            """
            **Test metrics**

            | method | recall@20 |
            | --- | ---: |
            | plain | 0.1 ± 0.02 |
            | ckd:no\\_generic | **50 %** |

            1 \\| 2 runs.
            """);
  }

  @Test
  void latexEscapesAndRules() {
    assertThat(Latex.of(TABLE))
        .isEqualTo(
            """
            \\begin{table}
            \\centering
            \\caption{Test metrics.}
            \\label{table1-a-b}
            \\begin{tabular}{lr}
            \\toprule
            method & recall@20 \\\\
            \\midrule
            plain & 0.1 $\\pm$ 0.02 \\\\
            \\midrule
            ckd:no\\_generic & \\textbf{50 \\%} \\\\
            \\bottomrule
            \\end{tabular}
            \\par 1 \\textbar{} 2 runs.
            \\end{table}
            """);
  }

  @Test
  void labelsAreSafe() {
    Table odd = new Table("fig:a #1, 5%{é}", "T", 1, List.of("a"), List.of(), List.of());
    assertThat(Latex.of(odd)).contains("\\label{fig:a--1--5----}\n");
  }

  @Test
  void rowsAreAsWideAsTheHeadings() {
    Row narrow = new Row(List.of(Cell.of("plain")), false);
    assertThatThrownBy(() -> new Table("t", "T", 1, List.of("a", "b"), List.of(narrow), List.of()))
        .hasMessage("t: 1 cells in 2 columns");
  }
}
