package org.equimodal.trainer.benchmark;

import ai.djl.ndarray.NDArray;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.equimodal.backbones.Backbone;
import org.equimodal.backbones.tensor.Cost;
import org.equimodal.backbones.tensor.DeviceClock;
import org.equimodal.backbones.tensor.LinearWork;
import org.equimodal.backbones.tensor.Operands;
import org.equimodal.backbones.tensor.Optimizer;
import org.equimodal.backbones.tensor.Repetition;
import org.equimodal.backbones.tensor.StepWork;
import org.equimodal.distillation.BalancingMethod;
import org.equimodal.distillation.TrainingStep;
import org.equimodal.trainer.training.BatchFeed;
import org.equimodal.trainer.training.ModelTraining;
import org.equimodal.trainer.training.PeakMemory;

/** The steps of one method on batches of its own, whole and in parts. */
final class MethodSteps implements AutoCloseable {

  /** Steps during which the peak of memory is looked for: the first makes more than later ones. */
  private static final int STEPS_FOR_MEMORY = 3;

  private static final String PROJECTION = ".projection";

  private final Backbone backbone;
  private final BalancingMethod method;
  private final TrainingStep step;
  private final Optimizer optimizer;
  private final BatchFeed batches;
  private final StepWork work;
  private final BatchFeed.Batch first;
  private final long residentMiB;
  private final Map<Part, Repetition> alone = new EnumMap<>(Part.class);
  private int taken;

  /**
   * Takes the first steps, to see what a step does and what memory it needs.
   *
   * @param model initialised
   * @param method its loss
   * @param optimizer stays the caller's
   * @param lambda2 weight of L2
   */
  MethodSteps(ModelTraining model, BalancingMethod method, Optimizer optimizer, double lambda2) {
    this.backbone = model.backbone();
    this.method = method;
    this.optimizer = optimizer;
    this.step = new TrainingStep(backbone, method, optimizer, lambda2);
    this.batches = model.feed(!method.genericViews().isEmpty());
    this.first = batches.draw(1, 0);
    PeakMemory.forget();
    for (int s = 0; s < STEPS_FOR_MEMORY; s++) {
      run(next());
    }
    this.residentMiB = PeakMemory.residentMiB("VmHWM");
    this.work = StepWork.of(() -> run(next()));
  }

  /** What was taken, and the memory it took. */
  StepsMeasured measured(String of, MeasuredMethod with) {
    return new StepsMeasured(
        of,
        with,
        first.training().size(),
        first.generic().size(),
        perEpoch(),
        residentMiB,
        PeakMemory.deviceMiB(backbone.catalogue().device()));
  }

  /** Steps in an epoch. */
  int perEpoch() {
    return batches.perEpoch();
  }

  /** Makes what is repeated alone. */
  void prepare(Operands operands) {
    alone.put(Part.PROJECTIONS, new Repetition(operands, projections()));
    alone.put(Part.PRODUCTS, new Repetition(operands, work.products()));
    if (!work.edges().isEmpty()) {
      alone.put(Part.GRAPH, new Repetition(operands, work.edges()));
    }
  }

  /** The layers that project the features of all items, each once. */
  private Collection<LinearWork> projections() {
    Map<String, LinearWork> byLayer = new LinkedHashMap<>();
    work.products().stream()
        .filter(product -> product.layer().endsWith(PROJECTION) && product.rows() > 1)
        .forEach(product -> byLayer.putIfAbsent(product.layer(), product));
    return byLayer.values();
  }

  /** Milliseconds of every part: a batch drawn, a whole step, a step in phases, work alone. */
  Map<Part, Double> measure(DeviceClock clock) {
    Map<Part, Double> durations = new EnumMap<>(Part.class);
    durations.put(
        Part.SAMPLER, clock.milliseconds(() -> batches.draw(1 + epoch(), taken % perEpoch())));
    BatchFeed.Batch batch = next();
    durations.put(Part.STEP, clock.milliseconds(() -> run(batch)));
    observe(next(), clock, durations);
    alone.forEach((part, work) -> durations.put(part, work.nanoseconds(clock) / 1e6));
    return durations;
  }

  private void observe(BatchFeed.Batch batch, DeviceClock clock, Map<Part, Double> durations) {
    long[] before = {clock.nanoseconds()};
    step.run(
        batch.training(),
        batch.generic(),
        phase -> {
          long now = clock.nanoseconds();
          durations.put(Part.of(phase), (now - before[0]) / 1e6);
          before[0] = now;
        });
  }

  /** What each part cannot do without. */
  Map<Part, List<Cost>> costs() {
    long size = first.training().size();
    long generic = first.generic().size();
    long margins = size * method.views().size() + generic * method.genericViews().size();
    long parameters =
        optimizer.isLazy() // moves rows that differ from step to step
            ? 0
            : backbone.parameterArrays().stream().mapToLong(NDArray::size).sum();
    return StepFloors.of(
        work, projections(), new StepFloors.Sizes(size, generic, margins, parameters, perEpoch()));
  }

  private BatchFeed.Batch next() {
    BatchFeed.Batch batch = batches.take(1 + epoch(), taken % perEpoch());
    taken++;
    return batch;
  }

  private int epoch() {
    return taken / perEpoch();
  }

  private void run(BatchFeed.Batch batch) {
    step.run(batch.training(), batch.generic());
  }

  @Override
  public void close() {
    batches.close();
    step.close();
  }
}
