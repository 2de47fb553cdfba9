package org.equimodal.trainer.benchmark;

import ai.djl.Device;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.equimodal.datasets.Dataset;
import org.equimodal.datasets.InputException;
import org.equimodal.trainer.run.Build;
import org.equimodal.trainer.training.Surroundings;

/**
 * The whole benchmark: backbone by backbone, then, if all is asked for, what is of no backbone, and
 * the targets.
 */
public final class Benchmark {

  private final List<Candidate> candidates;
  private final Collection<MeasuredMethod> methods;
  private final Workbench bench;
  private final Instant begun = Instant.now();

  /**
   * Prepares.
   *
   * @param candidates the backbones
   * @param methods what their steps are taken with
   * @param dataset what they are built on
   * @param device where
   * @param rounds how many are counted
   */
  public Benchmark(
      List<Candidate> candidates,
      Collection<MeasuredMethod> methods,
      Dataset dataset,
      Device device,
      int rounds) {
    this.candidates = candidates;
    this.methods = methods;
    this.bench = new Workbench(dataset, device, rounds);
  }

  /**
   * Checks that what will be measured can be compared.
   *
   * @param earlier a benchmark
   * @param path where it was read from
   * @throws InputException if sizes, settings or the kind of device differ
   */
  public void requireComparable(BenchmarkReport earlier, Path path) {
    earlier.requireComparable(path, report(new Measurements(), List.of()));
  }

  /**
   * Measures steps alone.
   *
   * @param out takes text as soon as there is some
   */
  public BenchmarkReport measureSteps(Consumer<String> out) {
    Measurements steps = backbones(false, out);
    return report(steps, Targets.of(steps.series(), Optional.empty()));
  }

  /**
   * Measures everything.
   *
   * @param start the start of a training
   * @param out takes text as soon as there is some
   */
  public BenchmarkReport measureAll(StartBenchmark start, Consumer<String> out) {
    Measurements all = backbones(true, out);
    all.addAll(shown(new RankingBenchmark(bench).measure(), out));
    all.addAll(shown(new SamplerBenchmark(bench, candidates.get(0).settings()).measure(), out));
    StartBenchmark.Outcome started = start.measure(bench.rounds());
    all.addAll(shown(started.measurements(), out));
    List<Target> targets = Targets.of(all.series(), started.skipped());
    out.accept(BenchmarkTable.targets(targets));
    return report(all, targets);
  }

  private Measurements backbones(boolean evaluating, Consumer<String> out) {
    Measurements all = new Measurements();
    out.accept(BenchmarkTable.heading(report(all, List.of())));
    for (Candidate candidate : candidates) {
      Measurements own = new BackboneBenchmark(bench, candidate, methods, evaluating).measure();
      out.accept(BenchmarkTable.block(own));
      all.addAll(own);
    }
    return all;
  }

  private static Measurements shown(Measurements measurements, Consumer<String> out) {
    out.accept(BenchmarkTable.others(measurements));
    return measurements;
  }

  private BenchmarkReport report(Measurements measurements, List<Target> targets) {
    return new BenchmarkReport(
        Build.version(),
        Build.commit(),
        begun.truncatedTo(ChronoUnit.SECONDS).toString(),
        Surroundings.of(bench.device()),
        BenchmarkReport.Sizes.of(bench.dataset()),
        bench.rounds(),
        measurements.machines(),
        Candidate.descriptions(candidates),
        measurements.figures(),
        measurements.steps(),
        targets);
  }

  /** What has become of each figure since an earlier benchmark, as text. */
  public static String compared(BenchmarkReport then, BenchmarkReport now) {
    return ComparisonTable.heading(then, now) + ComparisonTable.of(Comparison.of(then, now));
  }
}
