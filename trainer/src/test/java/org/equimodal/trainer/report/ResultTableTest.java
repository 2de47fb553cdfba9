package org.equimodal.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.equimodal.evaluation.Metric;
import org.equimodal.evaluation.Metrics;
import org.equimodal.trainer.run.Result;
import org.junit.jupiter.api.Test;

/** The table that ends a training. */
class ResultTableTest {

  private static Map<String, Number> metrics(double recall) {
    Map<String, Number> metrics = new LinkedHashMap<>();
    metrics.put("users", 42);
    for (Metric metric : Metrics.all()) {
      metrics.put(metric.key(20), 0.5);
    }
    metrics.put("recall@20", recall);
    return metrics;
  }

  private static Result result(
      String method, Map<String, Result.Tested> views, Map<String, Result.Tested> teachers) {
    return new Result(
        "finished",
        "sample",
        "vbpr",
        method,
        7,
        60,
        45,
        Map.of(),
        metrics(0.12345),
        views,
        teachers,
        new Result.Timing(0, 0, 0, 0),
        new Result.Memory(0, 0));
  }

  @Test
  void hasARowForEveryViewAndTeacher() {
    Map<String, Result.Tested> views = Map.of("visual", new Result.Tested(metrics(0.2)));
    Map<String, Result.Tested> teachers = Map.of("visual", new Result.Tested(metrics(1)));
    List<String> lines =
        PlainText.of(ResultTable.of(result("ckd", views, teachers), "test", 20)).lines().toList();
    assertThat(lines)
        .containsExactly(
            "vbpr on sample, ckd, seed 7: best epoch 45 of 60, 42 test users",
            "test, @20         recall    ndcg  ndcgRetrieved  precision  hitRate     mrr",
            "---------------------------------------------------------------------------",
            "all modalities    0.1235  0.5000         0.5000     0.5000   0.5000  0.5000",
            "  only visual     0.2000  0.5000         0.5000     0.5000   0.5000  0.5000",
            "  teacher visual  1.0000  0.5000         0.5000     0.5000   0.5000  0.5000");
  }

  @Test
  void aTeacherHasOneRow() {
    Result teacher = result("teacher", Map.of(), Map.of());
    String text = PlainText.of(ResultTable.of(teacher, "validation", 20));
    assertThat(text)
        .contains("42 validation users", "validation, @20", "its modality")
        .doesNotContain("all modalities");
    assertThat(text.lines()).hasSize(4);
  }
}
