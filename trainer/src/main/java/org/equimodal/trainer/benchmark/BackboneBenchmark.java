package org.equimodal.trainer.benchmark;

import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.equimodal.backbones.Catalogue;
import org.equimodal.backbones.tensor.DeviceClock;
import org.equimodal.backbones.tensor.Operands;
import org.equimodal.backbones.tensor.Optimizer;
import org.equimodal.distillation.Teacher;
import org.equimodal.trainer.config.Settings;
import org.equimodal.trainer.training.ModelTraining;

/**
 * What a backbone costs: its steps with every method, whole, in phases, and their heavy work alone;
 * and an evaluation. In every round each of these is measured once.
 */
final class BackboneBenchmark {

  private static final int WARM_UP = 5;

  private final Workbench bench;
  private final Candidate candidate;
  private final Collection<MeasuredMethod> methods;
  private final boolean evaluating;

  /** One figure of one method. */
  private record Key(MeasuredMethod method, Part part) {}

  /**
   * Prepares.
   *
   * @param bench on what
   * @param candidate which backbone
   * @param methods with what its steps are taken
   * @param evaluating whether an evaluation is measured too
   */
  BackboneBenchmark(
      Workbench bench,
      Candidate candidate,
      Collection<MeasuredMethod> methods,
      boolean evaluating) {
    this.bench = bench;
    this.candidate = candidate;
    this.methods = methods;
    this.evaluating = evaluating;
  }

  /** Builds the backbone, measures, and frees it with all that was made for it. */
  Measurements measure() {
    Settings settings = candidate.settings();
    List<Teacher> teachers = new ArrayList<>();
    Map<MeasuredMethod, MethodSteps> steps = new EnumMap<>(MeasuredMethod.class);
    try (Catalogue catalogue =
            new Catalogue(
                bench.dataset(),
                bench.device(),
                DataType.FLOAT32,
                settings.training().matmul(),
                Optional.empty());
        ModelTraining model = new ModelTraining(settings, catalogue, "student");
        Optimizer optimizer = model.optimizer()) {
      try {
        catalogue.modalities().forEach(m -> teachers.add(Teacher.freeze(m, model.backbone())));
        Measurements measurements = new Measurements();
        for (MeasuredMethod method : methods) {
          MethodSteps own =
              new MethodSteps(
                  model,
                  method.create(settings.ckd(), teachers),
                  optimizer,
                  settings.training().lambda2());
          steps.put(method, own);
          measurements.steps().add(own.measured(candidate.label(), method));
        }
        measure(catalogue, steps, measurements);
        if (evaluating) {
          measurements.addAll(
              new EvaluationBenchmark(bench, candidate, model.backbone()).measure());
        }
        return measurements;
      } finally {
        steps.values().forEach(MethodSteps::close);
        teachers.forEach(Teacher::close);
      }
    }
  }

  private void measure(
      Catalogue catalogue, Map<MeasuredMethod, MethodSteps> steps, Measurements measurements) {
    try (Operands operands = new Operands(catalogue.manager(), catalogue.type());
        DeviceClock clock = new DeviceClock(catalogue.manager())) {
      steps.values().forEach(own -> own.prepare(operands));
      Rounds<Key> rounds =
          Rounds.measure(
              bench.device(),
              WARM_UP,
              bench.rounds(),
              round ->
                  steps.forEach(
                      (method, own) ->
                          own.measure(clock)
                              .forEach((part, ms) -> round.put(new Key(method, part), ms))));
      steps.forEach(
          (method, own) ->
              measurements.add(
                  candidate.label(),
                  method,
                  withEpoch(of(method, rounds.milliseconds()), own.perEpoch()),
                  own.costs(),
                  rounds.machine()));
    }
  }

  private static Map<Part, List<Double>> of(
      MeasuredMethod method, Map<Key, List<Double>> durations) {
    Map<Part, List<Double>> parts = new EnumMap<>(Part.class);
    durations.forEach(
        (key, milliseconds) -> {
          if (key.method() == method) {
            parts.put(key.part(), milliseconds);
          }
        });
    return parts;
  }

  private static Map<Part, List<Double>> withEpoch(Map<Part, List<Double>> parts, int steps) {
    parts.put(Part.EPOCH, parts.get(Part.STEP).stream().map(step -> step * steps).toList());
    return parts;
  }
}
