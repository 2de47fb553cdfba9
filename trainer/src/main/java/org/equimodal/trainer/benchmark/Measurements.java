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
 */
record Measurements(
    Map<String, Machine> machines, List<StepsMeasured> steps, List<Figure> figures) {

  /** Nothing yet. */
  Measurements() {
    this(new LinkedHashMap<>(), new ArrayList<>(), new ArrayList<>());
  }

  /** Adds others. */
  void addAll(Measurements others) {
    others.machines.forEach(machines::putIfAbsent);
    steps.addAll(others.steps);
    figures.addAll(others.figures);
  }

  /**
   * Adds durations with their floors.
   *
   * @param of what they are of
   * @param method what its steps were taken with; null where there are none
   * @param spreads by part
   * @param costs what a part cannot do without; a part may have none
   * @param machine what it could do at best meanwhile
   */
  void add(
      String of,
      MeasuredMethod method,
      Map<Part, Spread> spreads,
      Map<Part, List<Cost>> costs,
      Machine machine) {
    machines.putIfAbsent(of, machine);
    spreads.forEach(
        (part, spread) -> {
          List<Cost> known = costs.get(part);
          figures.add(
              new Figure(of, method, part, spread, known == null ? null : machine.floor(known)));
        });
  }
}
