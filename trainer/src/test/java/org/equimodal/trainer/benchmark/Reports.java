package org.equimodal.trainer.benchmark;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.equimodal.trainer.run.Manifest;

/** Made-up benchmarks of known figures. */
final class Reports {

  static final Candidate.Description VBPR =
      new Candidate.Description(
          "vbpr", "vbpr", JsonNodeFactory.instance.objectNode().put("dimension", 64), 1024, 5000);

  static final BenchmarkReport.Sizes SIZES =
      new BenchmarkReport.Sizes("toy", 30, 20, 150, 30, Map.of("visual", 8));

  private Reports() {}

  /** A duration of one value. */
  static Figure figure(
      String of, MeasuredMethod method, Part part, double milliseconds, Double floor) {
    return new Series(of, method, part, List.of(milliseconds)).figure(floor);
  }

  static BenchmarkReport of(Figure... figures) {
    List<Series> series =
        Arrays.stream(figures)
            .map(f -> new Series(f.of(), f.method(), f.part(), List.of(f.milliseconds().median())))
            .toList();
    return new BenchmarkReport(
        "0.1",
        "unknown",
        "2026-01-01T00:00:00Z",
        new Manifest.Environment("17", "Linux", "0.35.1", "2.7.1", "cpu", 2),
        SIZES,
        5,
        Map.of("vbpr", new Machine(1e11, 1e10)),
        List.of(VBPR),
        List.of(figures),
        List.of(new StepsMeasured("vbpr", MeasuredMethod.CKD, 1024, 5000, 116, 900, 0)),
        Targets.of(series, Optional.of("no reason")));
  }
}
