package org.equimodal.trainer.benchmark;

import static org.equimodal.trainer.benchmark.MeasuredMethod.CKD;
import static org.equimodal.trainer.benchmark.MeasuredMethod.PLAIN;
import static org.equimodal.trainer.benchmark.MeasuredMethod.TEACHER;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What training and ranking are meant to cost at most, at the size of Amazon Baby (features 4,096
 * and 1,024 wide, d = 64, 1,024 training and 5,000 generic triples). All but those of the samplers
 * and the start are ratios, medians of those of the single rounds: two parts of one round met the
 * same machine. Only those whose figures were measured are given.
 */
final class Targets {

  /** What targets are set for. */
  static final String SIZE =
      "baby, features 4096 and 1024 wide, d 64, 1024 training and 5000 generic triples";

  private static final double TRIPLES_PER_SECOND = 5e6;
  private static final double MILLISECONDS_TO_FIRST_STEP = 3000;
  private static final List<String> LINEAR = List.of("vbpr", "deepstyle");
  private static final List<String> ON_GRAPHS = List.of("mmgcn", "grcn", "egogcn", "mgcn");

  private final List<Series> series;
  private final List<Target> targets = new ArrayList<>();

  private Targets(List<Series> series) {
    this.series = series;
  }

  /**
   * Compares.
   *
   * @param series all that was measured
   * @param startSkipped why no start was measured, if it was not
   */
  static List<Target> of(List<Series> series, Optional<String> startSkipped) {
    Targets targets = new Targets(series);
    for (String backbone : LINEAR) {
      targets.ratio(1, backbone, CKD, Part.STEP, 1.35, CKD, Part.PROJECTIONS);
    }
    for (String backbone : LINEAR) {
      targets.ratio(2, backbone, PLAIN, Part.STEP, 0.6, CKD, Part.STEP);
      targets.ratio(2, backbone, TEACHER, Part.STEP, 0.6, CKD, Part.STEP);
    }
    targets.ratio(3, "mmgcn", CKD, Part.STEP, 2.2, PLAIN, Part.STEP);
    targets.ratio(3, "mgcn-frozen", CKD, Part.STEP, 1.8, PLAIN, Part.STEP);
    targets.ratio(3, "grcn", CKD, Part.STEP, 2.5, PLAIN, Part.STEP);
    targets.ratio(3, "egogcn", CKD, Part.STEP, 3.2, PLAIN, Part.STEP);
    for (String backbone : ON_GRAPHS) {
      targets.ratio(4, backbone, PLAIN, Part.STEP, 1.6, PLAIN, Part.PRODUCTS, Part.GRAPH);
      targets.ratio(4, backbone, CKD, Part.STEP, 1.6, CKD, Part.PRODUCTS, Part.GRAPH);
    }
    targets.ratio(5, RankingBenchmark.LABEL, null, Part.RANKING, 1.5, null, Part.SCORES);
    targets.ratio(9, RankingBenchmark.LABEL, null, Part.LISTS, 5, null, Part.RANKING);
    series.stream()
        .filter(one -> one.part() == Part.EVALUATION)
        .forEach(
            one -> targets.ratio(6, one.of(), null, Part.EVALUATION, 1.3, null, Part.RANKINGS));
    targets.sampled(Part.TRAINING_TRIPLES, "training triples per second on one thread");
    targets.sampled(Part.ALL_TRIPLES, "training and generic triples per second on one thread");
    targets.start(startSkipped);
    return targets.targets;
  }

  /** A part over the sum of others, at most a limit. */
  private void ratio(
      int number,
      String of,
      MeasuredMethod method,
      Part part,
      double limit,
      MeasuredMethod other,
      Part... others) {
    Optional<Series> over = find(of, method, part);
    List<Optional<Series>> under = Arrays.stream(others).map(one -> find(of, other, one)).toList();
    if (over.isEmpty() || under.stream().anyMatch(Optional::isEmpty)) {
      return;
    }
    List<Double> ratios = new ArrayList<>();
    for (int round = 0; round < over.get().milliseconds().size(); round++) {
      double sum = 0;
      for (Optional<Series> one : under) {
        sum += one.get().milliseconds().get(round);
      }
      ratios.add(over.get().milliseconds().get(round) / sum);
    }
    String names =
        Arrays.stream(others)
            .map(one -> name(method == other ? null : other, one))
            .collect(Collectors.joining(" + "));
    String what = name(method, part) + " / " + names;
    targets.add(new Target(number, of, what, Spread.of(ratios).median(), limit, true, null));
  }

  private void sampled(Part part, String what) {
    Double million = median(SamplerBenchmark.LABEL, part);
    if (million != null) {
      targets.add(
          new Target(
              7, SamplerBenchmark.LABEL, what, 1e9 / million, TRIPLES_PER_SECOND, false, null));
    }
  }

  private void start(Optional<String> skipped) {
    Double first = median(StartBenchmark.LABEL, Part.FIRST_STEP);
    if (first != null || skipped.isPresent()) {
      targets.add(
          new Target(
              8,
              StartBenchmark.LABEL,
              "milliseconds to the end of the first step",
              first,
              MILLISECONDS_TO_FIRST_STEP,
              true,
              skipped.orElse(null)));
    }
  }

  private Double median(String of, Part part) {
    return find(of, null, part).map(one -> Spread.of(one.milliseconds()).median()).orElse(null);
  }

  private Optional<Series> find(String of, MeasuredMethod method, Part part) {
    return series.stream()
        .filter(one -> one.of().equals(of) && one.method() == method && one.part() == part)
        .findFirst();
  }

  private static String name(MeasuredMethod method, Part part) {
    return method == null ? part.label() : method.label() + " " + part.label();
  }
}
