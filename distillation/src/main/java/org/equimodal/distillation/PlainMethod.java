package org.equimodal.distillation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.equimodal.backbones.Margins;
import org.equimodal.backbones.View;

/**
 * BPR on one view: joint training in the full view, a teacher's training in the view of its
 * modality.
 */
public final class PlainMethod implements BalancingMethod {

  private final View view;
  private final BprLoss bpr = new BprLoss();

  /**
   * Creates the method.
   *
   * @param view what the model is shown
   */
  public PlainMethod(View view) {
    this.view = view;
  }

  @Override
  public View primaryView() {
    return view;
  }

  @Override
  public List<View> views() {
    return List.of(view);
  }

  @Override
  public List<View> genericViews() {
    return List.of();
  }

  @Override
  public NDList residents() {
    return new NDList();
  }

  @Override
  public Compared compared(Margins student, NDArray triples, int batch) {
    return new Compared(new NDList(), new NDList(student.training(view)));
  }

  @Override
  public LossAndParts loss(Compared margins) {
    NDArray loss = bpr.evaluate(margins.labels(), margins.predictions());
    return new LossAndParts(loss, loss.stopGradient().reshape(new Shape(1)));
  }

  @Override
  public List<String> partNames() {
    return List.of("bpr");
  }
}
