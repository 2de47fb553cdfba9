package org.equimodal.trainer.benchmark;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.equimodal.backbones.tensor.Cost;
import org.equimodal.backbones.tensor.LinearWork;
import org.equimodal.backbones.tensor.StepWork;
import org.equimodal.backbones.tensor.Work;

/**
 * The operations that the parts of a step cannot do without. A phase's are those of its heavy work
 * alone; activations, sums and norms are not among them. Report and release have none.
 */
final class StepFloors {

  private StepFloors() {}

  /**
   * Sizes that the work does not tell.
   *
   * @param batch B
   * @param generic G, 0 if the method draws none
   * @param margins of the student that the loss is made of
   * @param parameters values that the optimiser updates, 0 if these are not known
   * @param perEpoch steps in an epoch
   */
  record Sizes(long batch, long generic, long margins, long parameters, int perEpoch) {}

  /**
   * The operations of each part.
   *
   * @param work of one step
   * @param projections the part of it that projects features
   */
  static Map<Part, List<Cost>> of(StepWork work, Collection<LinearWork> projections, Sizes sizes) {
    List<Work> model = new ArrayList<>(work.products());
    model.addAll(work.edges());
    List<Work> all = work.all();
    long triples = sizes.batch() + sizes.generic();

    Map<Part, List<Cost>> floors = new EnumMap<>(Part.class);
    floors.put(Part.SAMPLER, List.of(Cost.draw(triples)));
    floors.put(Part.UPLOAD, List.of(Cost.upload(triples)));
    floors.put(Part.FORWARD, model.stream().map(Work::forward).toList());
    floors.put(Part.MARGINS, work.margins().stream().map(Work::forward).toList());
    floors.put(Part.LOSS, List.of(Cost.loss(sizes.margins())));
    floors.put(Part.BACKWARD, all.stream().flatMap(item -> item.backward().stream()).toList());
    if (sizes.parameters() > 0) {
      floors.put(Part.OPTIMIZER, List.of(Cost.adam(sizes.parameters())));
    }
    List<Cost> step = new ArrayList<>();
    for (Part part : List.copyOf(floors.keySet())) {
      if (part != Part.SAMPLER) { // another thread's
        step.addAll(floors.get(part));
      }
    }
    floors.put(Part.STEP, step);
    floors.put(Part.EPOCH, step.stream().map(cost -> cost.times(sizes.perEpoch())).toList());
    floors.put(Part.PROJECTIONS, bothWays(projections));
    floors.put(Part.PRODUCTS, bothWays(work.products()));
    floors.put(Part.GRAPH, bothWays(work.edges()));
    return floors;
  }

  private static List<Cost> bothWays(Collection<? extends Work> work) {
    List<Cost> costs = new ArrayList<>();
    for (Work item : work) {
      costs.add(item.forward());
      costs.addAll(item.backward());
    }
    return costs;
  }
}
