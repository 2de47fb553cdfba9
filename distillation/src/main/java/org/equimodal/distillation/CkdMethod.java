package org.equimodal.distillation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.equimodal.backbones.Margins;
import org.equimodal.backbones.View;
import org.equimodal.datasets.Modality;
import org.equimodal.distillation.DistillationSettings.Generic;

/**
 * Counterfactual knowledge distillation: the student learns from one teacher per modality, most
 * where it lags. The passes of a step are full, only(m) and without(m) for every modality m; a
 * teacher's margins are gathered from constants.
 */
public final class CkdMethod implements BalancingMethod {

  private final View full;
  private final List<View> only;
  private final List<View> without;
  private final List<Teacher> teachers;
  private final boolean generic;
  private final CounterfactualDistillationLoss loss;

  /**
   * Creates the method.
   *
   * @param settings of the loss
   * @param teachers one per modality, in the dataset's order; they stay the caller's
   */
  public CkdMethod(DistillationSettings settings, List<Teacher> teachers) {
    List<Modality> modalities = teachers.stream().map(Teacher::modality).toList();
    this.full = View.full(modalities);
    this.only = modalities.stream().map(View::only).toList();
    this.without = modalities.stream().map(m -> View.without(m, modalities)).toList();
    this.teachers = List.copyOf(teachers);
    this.generic = settings.generic() != Generic.OFF;
    this.loss = new CounterfactualDistillationLoss(settings, modalities);
  }

  @Override
  public View primaryView() {
    return full;
  }

  @Override
  public List<View> views() {
    Set<View> views = new LinkedHashSet<>(List.of(full));
    views.addAll(only);
    views.addAll(without);
    return List.copyOf(views);
  }

  @Override
  public List<View> genericViews() {
    return generic ? only : List.of();
  }

  @Override
  public NDList residents() {
    NDList residents = new NDList();
    teachers.forEach(teacher -> residents.addAll(teacher.residents()));
    return residents;
  }

  @Override
  public Compared compared(Margins student, NDArray triples, int batch) {
    NDList onTraining = new NDList();
    NDList onGeneric = new NDList();
    for (Teacher teacher : teachers) {
      NDArray margins = teacher.margins(triples);
      onTraining.add(margins.get(new NDIndex(":" + batch)));
      if (generic) {
        onGeneric.add(margins.get(new NDIndex(batch + ":")));
      }
    }
    NDList labels = new NDList(NDArrays.stack(onTraining));
    NDList predictions =
        new NDList(student.training(full), student.training(only), student.training(without));
    if (generic) {
      labels.add(NDArrays.stack(onGeneric));
      predictions.add(student.generic(only));
    }
    return new Compared(labels, predictions);
  }

  @Override
  public LossAndParts loss(Compared margins) {
    NDArray total = loss.evaluate(margins.labels(), margins.predictions());
    return new LossAndParts(total, loss.parts());
  }

  @Override
  public List<String> partNames() {
    return loss.partNames();
  }
}
