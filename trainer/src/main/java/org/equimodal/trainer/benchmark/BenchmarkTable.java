package org.equimodal.trainer.benchmark;

import static org.equimodal.trainer.benchmark.Numbers.format;

import java.util.List;
import java.util.Optional;

/** A benchmark as text, piece by piece, so that each can be shown as soon as it is measured. */
final class BenchmarkTable {

  private static final String LABEL = "  %-21s";
  private static final String GROUP = " |%8s %13s %8s %5s";
  private static final String NONE = format(GROUP, "", "", "", "");
  private static final List<Part> EVALUATION = List.of(Part.EVALUATION, Part.RANKINGS);

  private BenchmarkTable() {}

  /** What is measured on, and what the machine can do. */
  static String heading(BenchmarkReport report) {
    return format(
            "%s; on %s, %d threads%n",
            report.sizes(), report.environment().device(), report.environment().threads())
        + format(
            "medians of %d rounds (of an evaluation and a start %d at most), quartiles, what the machine would need"
                + " at best, medians over that%n",
            report.rounds(), Math.max(EvaluationBenchmark.ROUNDS, StartBenchmark.ROUNDS));
  }

  /** A backbone: a row for every part, a group of columns for every method, in milliseconds. */
  static String block(Measurements outcome) {
    List<StepsMeasured> steps = outcome.steps();
    List<MeasuredMethod> methods = steps.stream().map(StepsMeasured::method).toList();
    String of = steps.get(0).of();
    StringBuilder text = new StringBuilder(title(of, outcome));
    text.append(format("%-23s", ""));
    for (StepsMeasured own : steps) {
      String triples = format("%s, %d+%d", own.method().label(), own.training(), own.generic());
      text.append(format(" | %-36s", triples));
    }
    text.append(format("%n" + LABEL, ""));
    methods.forEach(method -> text.append(format(GROUP, "ms", "quartiles", "floor", "ratio")));
    text.append(format("%n"));
    for (Part part : Part.values()) {
      List<Optional<Figure>> row =
          methods.stream().map(method -> find(outcome.figures(), method, part)).toList();
      if (row.stream().anyMatch(Optional::isPresent)) {
        String many = part == Part.EPOCH ? ", " + steps.get(0).perEpoch() + " steps" : "";
        text.append(format(LABEL, part.label() + many));
        row.forEach(own -> text.append(own.map(BenchmarkTable::cells).orElse(NONE)));
        text.append(format("%n"));
      }
    }
    text.append(format(LABEL, "memory peak, MiB"));
    for (StepsMeasured own : steps) {
      String device = own.deviceMiB() == 0 ? "" : "device " + own.deviceMiB();
      text.append(format(GROUP, own.residentMiB(), device, "", ""));
    }
    text.append(format("%n"));
    EVALUATION.forEach(
        part -> find(outcome.figures(), null, part).ifPresent(f -> text.append(row(f))));
    return text.toString();
  }

  private static Optional<Figure> find(List<Figure> figures, MeasuredMethod method, Part part) {
    return figures.stream().filter(f -> f.method() == method && f.part() == part).findFirst();
  }

  /** What is of no backbone. */
  static String others(Measurements outcome) {
    StringBuilder text = new StringBuilder();
    for (Figure figure : outcome.figures()) {
      if (text.isEmpty()) {
        text.append(title(figure.of(), outcome));
      }
      text.append(row(figure));
    }
    return text.toString();
  }

  private static String title(String of, Measurements outcome) {
    Machine machine = outcome.machines().get(of);
    return machine == null
        ? format("%n%s%n", of)
        : format(
            "%n%s: at best %s GFLOP/s (a large matrix product) and %s GB/s (a large array in place)%n",
            of,
            Numbers.of(machine.flopsPerSecond() / 1e9),
            Numbers.of(machine.bytesPerSecond() / 1e9));
  }

  private static String row(Figure figure) {
    return format(LABEL, figure.part().label()) + cells(figure) + format("%n");
  }

  private static String cells(Figure figure) {
    Spread spread = figure.milliseconds();
    return format(
        GROUP,
        Numbers.of(spread.median()),
        figure.part() == Part.EPOCH
            ? "reckoned" // from the step above
            : Numbers.of(spread.lower()) + "-" + Numbers.of(spread.upper()),
        Numbers.of(figure.floor()),
        Numbers.ratio(figure.timesFloor()));
  }

  /** Every target and its figure. */
  static String targets(List<Target> targets) {
    StringBuilder text = new StringBuilder(format("%ntargets, set for %s%n", Targets.SIZE));
    for (Target target : targets) {
      String limit = (target.atMost() ? "at most " : "at least ") + Numbers.plain(target.limit());
      String outcome =
          target.figure() == null
              ? "skipped: " + target.skipped()
              : format("%12s  %s", Numbers.plain(target.figure()), target.met() ? "met" : "missed");
      text.append(
          format(
              "  %d  %-12s %-62s %-18s %s%n",
              target.number(), target.of(), target.what(), limit, outcome));
    }
    return text.toString();
  }
}
