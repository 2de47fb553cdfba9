package org.equimodal.trainer.benchmark;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.equimodal.trainer.run.Manifest;

/** Made-up benchmarks of known figures. */
final class Reports {

  static final Candidate.Description VBPR =
      new Candidate.Description(
          "vbpr",
          "vbpr",
          new TreeMap<>(Map.of("model.dimension", "64", "training.batchSize", "1024")));

  static final BenchmarkReport.Sizes SIZES =
      new BenchmarkReport.Sizes("toy", 30, 20, 150, 30, Map.of("visual", 8));

  private Reports() {}

  /** A duration of one value. */
  static Figure figure(
      String of, MeasuredMethod method, Part part, double milliseconds, Double floor) {
    return new Series(of, method, part, List.of(milliseconds)).figure(floor);
  }

  static BenchmarkReport of(Figure... figures) {
    return of(SIZES, "cpu", VBPR, figures);
  }

  static BenchmarkReport of(
      BenchmarkReport.Sizes sizes,
      String device,
      Candidate.Description candidate,
      Figure... figures) {
    List<Series> series =
        Arrays.stream(figures)
            .map(f -> new Series(f.of(), f.method(), f.part(), List.of(f.milliseconds().median())))
            .toList();
    return new BenchmarkReport(
        "0.1",
        "unknown",
        "2026-01-01T00:00:00Z",
        new Manifest.Environment("17", "Linux", "0.35.1", "2.7.1", device, 2),
        sizes,
        5,
        Map.of("vbpr", new Machine(1e11, 1e10)),
        List.of(candidate),
        List.of(figures),
        List.of(new StepsMeasured("vbpr", MeasuredMethod.CKD, 1024, 5000, 116, 900, 0)),
        Targets.of(series, Optional.of("no reason")));
  }
}
