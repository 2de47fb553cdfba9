package org.equimodal.trainer.report;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.equimodal.datasets.Modality;
import org.equimodal.evaluation.Metric;
import org.equimodal.evaluation.Metrics;
import org.equimodal.trainer.run.Manifest;
import org.equimodal.trainer.run.Manifest.TeacherReference;
import org.equimodal.trainer.run.Result;
import org.equimodal.trainer.run.Result.Tested;
import org.equimodal.trainer.run.RunFolder;

/** Runs on a dataset of two modalities, visual and textual, written without any training. */
public final class WrittenRuns {

  private static final List<String> MODALITIES = List.of("visual", "textual");

  private final Path parent;
  private final String dataset;

  /** Writes into a folder. */
  public WrittenRuns(Path parent, String dataset) {
    this.parent = parent;
    this.dataset = dataset;
  }

  /** A finished run of CKD: recall 0.5, 0.3 with visual alone and 0.4 with textual. */
  public RunFolder ckd(String name) {
    RunFolder run = begun(name, "ckd");
    teacher(run, "visual", 0.4).writeResult(result("teacher", 0.4, Map.of(), Map.of()));
    teacher(run, "textual", 0.4).writeResult(result("teacher", 0.4, Map.of(), Map.of()));
    run.writeResult(result("ckd", 0.5, tested(0.3, 0.4), tested(0.4, 0.4)));
    return run;
  }

  /** A finished run without balancing: recall 0.4, 0.1 with visual alone and 0.36 with textual. */
  public RunFolder plain(String name) {
    RunFolder run = begun(name, "plain");
    run.writeResult(result("plain", 0.4, tested(0.1, 0.36), Map.of()));
    return run;
  }

  /** A run in its third epoch, the second being the best. */
  public RunFolder begun(String name, String method) {
    RunFolder run = started(name, method);
    run.writeManifest(manifest(null, Map.of()));
    for (int epoch = 1; epoch <= 3; epoch++) {
      run.appendMetrics(line(epoch, method));
    }
    return run;
  }

  /** A run that has its configuration and nothing else. */
  public RunFolder started(String name, String method) {
    RunFolder run = RunFolder.at(parent.resolve(name)).prepare();
    run.writeConfig(
        "backbone: vbpr\ndataset: '" + dataset + "'\nmethod: " + method + "\nseed: 7\n");
    return run;
  }

  /** A teacher of a run, in its third epoch. */
  public RunFolder teacher(RunFolder run, String modality, double recall) {
    RunFolder teacher = run.teacher(new Modality(0, modality)).prepare();
    teacher.writeConfig("backbone: vbpr\ndataset: '" + dataset + "'\nmethod: ckd\nseed: 7\n");
    teacher.writeManifest(manifest(modality, Map.of()));
    for (int epoch = 1; epoch <= 3; epoch++) {
      teacher.appendMetrics(
          Map.of("epoch", epoch, "loss", 1.0 / epoch, "validation.recall@20", recall * epoch / 3));
    }
    return teacher;
  }

  /** The manifest of a run that refers to teachers elsewhere. */
  public Manifest manifest(String modality, Map<String, TeacherReference> teachers) {
    return new Manifest(
        "0",
        "unknown",
        "2026-01-01T00:00:00Z",
        new Manifest.DatasetDescription(
            dataset,
            "hash of " + dataset,
            3,
            4,
            5,
            1,
            1,
            0,
            MODALITIES.stream().map(m -> new Manifest.FeatureDescription(m, 2, false, "")).toList(),
            "split of " + dataset),
        modality,
        "hash",
        teachers,
        new Manifest.Environment("17", "Linux", "0", "0", "cpu", 1));
  }

  private static Map<String, Object> line(int epoch, String method) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("epoch", epoch);
    line.put("loss", 2.0 / epoch);
    line.put("bpr", 1.0 / epoch);
    if (method.equals("ckd")) {
      MODALITIES.forEach(m -> line.put("gamma." + m, 0.5 * epoch));
      line.put("weight.joint", 0.25);
    }
    if (epoch == 2) {
      line.put("validation.recall@20", 0.45);
      line.put("validation.only.visual.recall@20", 0.25);
      line.put("best", true);
    }
    line.put("seconds", 0.1);
    return line;
  }

  private static Map<String, Tested> tested(double visual, double textual) {
    Map<String, Tested> tested = new LinkedHashMap<>();
    tested.put("visual", new Tested(metrics(visual)));
    tested.put("textual", new Tested(metrics(textual)));
    return tested;
  }

  private static Map<String, Number> metrics(double recall) {
    Map<String, Number> metrics = new LinkedHashMap<>();
    metrics.put("users", 42);
    for (Metric metric : Metrics.all()) {
      metrics.put(metric.key(10), recall / 2);
      metrics.put(metric.key(20), recall);
    }
    return metrics;
  }

  private Result result(
      String method, double recall, Map<String, Tested> views, Map<String, Tested> teachers) {
    return new Result(
        "finished",
        dataset,
        "vbpr",
        method,
        7,
        3,
        2,
        Map.of(),
        metrics(recall),
        views,
        teachers,
        new Result.Timing(0.5, 12.25, 0.1, 3),
        new Result.Memory(1234, 0));
  }
}
