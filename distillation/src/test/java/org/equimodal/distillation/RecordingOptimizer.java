package org.equimodal.distillation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.equimodal.backbones.Backbone;
import org.equimodal.backbones.tensor.Optimizer;
import org.equimodal.backbones.tensor.Rows;

/** An optimiser that remembers the gradients of its last step. */
final class RecordingOptimizer implements Optimizer {

  private final Optimizer optimizer;
  private final Map<NDArray, double[]> last = new IdentityHashMap<>();

  /** Does as another, which is closed with it. */
  RecordingOptimizer(Optimizer optimizer) {
    this.optimizer = optimizer;
  }

  /** Gradients of the last step, in the order of the backbone's parameters. */
  List<double[]> gradients(Backbone backbone) {
    List<double[]> gradients = new ArrayList<>();
    backbone.parameterArrays().forEach(parameter -> gradients.add(last.get(parameter)));
    return gradients;
  }

  @Override
  public boolean isLazy() {
    return optimizer.isLazy();
  }

  @Override
  public NDList gradients(NDArray loss, Rows rows) {
    return optimizer.gradients(loss, rows);
  }

  @Override
  public NDList parameters(Rows rows) {
    return optimizer.parameters(rows);
  }

  @Override
  public void step(NDList gradients, Rows rows) {
    NDList parameters = parameters(rows);
    for (int p = 0; p < parameters.size(); p++) {
      last.put(parameters.get(p), Toy.doubles(gradients.get(p)));
    }
    optimizer.step(gradients, rows);
  }

  @Override
  public NDList state() {
    return optimizer.state();
  }

  @Override
  public void restore(NDList state) {
    optimizer.restore(state);
  }

  @Override
  public void close() {
    optimizer.close();
  }
}
