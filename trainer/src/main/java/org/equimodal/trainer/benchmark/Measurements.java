package org.equimodal.trainer.benchmark;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.equimodal.backbones.tensor.Cost;

/**
 * What has been measured.
 *
 * @param machines what the machine could do at best meanwhile, by what was measured
 * @param steps which steps
 * @param figures durations
 * @param series the same, round by round
 */
record Measurements(
    Map<String, Machine> machines,
    List<StepsMeasured> steps,
    List<Figure> figures,
    List<Series> series) {

  /** Nothing yet. */
  Measurements() {
    this(new LinkedHashMap<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
  }

  /** Adds others. */
  void addAll(Measurements others) {
    others.machines.forEach(machines::putIfAbsent);
    steps.addAll(others.steps);
    figures.addAll(others.figures);
    series.addAll(others.series);
  }

  /**
   * Adds durations with their floors.
   *
   * @param of what they are of
   * @param method what its steps were taken with; null where there are none
   * @param durations milliseconds round by round, by part
   * @param costs what a part cannot do without; a part may have none
   * @param machine what it could do at best meanwhile
   */
  void add(
      String of,
      MeasuredMethod method,
      Map<Part, List<Double>> durations,
      Map<Part, List<Cost>> costs,
      Machine machine) {
    machines.putIfAbsent(of, machine);
    durations.forEach(
        (part, milliseconds) -> {
          List<Cost> known = costs.get(part);
          add(
              new Series(of, method, part, milliseconds),
              known == null ? null : machine.floor(known));
        });
  }

  /** Adds one part; its floor may be null. */
  void add(Series own, Double floor) {
    series.add(own);
    figures.add(own.figure(floor));
  }
}
