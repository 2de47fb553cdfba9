package org.equimodal.backbones.tensor;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;

/**
 * Owns everything that a step creates. Long-lived arrays (parameters, features, teachers) are
 * adopted for the time of the scope, so that what is computed from them belongs to the scope;
 * closing it frees the results and hands the adopted arrays back.
 */
public final class StepScope implements AutoCloseable {

  private final NDManager manager;
  private final GradientCollector collector;

  private StepScope(NDManager parent, boolean training, NDList... residents) {
    this.manager = parent.newSubManager();
    this.collector = training ? Engine.getInstance().newGradientCollector() : null;
    if (training) {
      GradientTape.start();
    }
    try {
      adopt(residents);
    } catch (RuntimeException e) {
      close(); // else the collector, of which a process has one, would stay open
      throw e;
    }
  }

  /**
   * A scope without gradients, for evaluation and constants.
   *
   * @param parent any manager that outlives the scope
   * @param residents long-lived arrays to adopt
   */
  public static StepScope inference(NDManager parent, NDList... residents) {
    return new StepScope(parent, false, residents);
  }

  /**
   * A scope in which operations on parameters are recorded for gradients. Only one may be open in a
   * process.
   *
   * @param parent any manager that outlives the scope
   * @param residents long-lived arrays to adopt
   */
  public static StepScope training(NDManager parent, NDList... residents) {
    return new StepScope(parent, true, residents);
  }

  /** Adopts more long-lived arrays until the scope closes; those that it has already it keeps. */
  public void adopt(NDList... residents) {
    for (NDList arrays : residents) {
      for (NDArray array : arrays) {
        if (array.getManager() != manager) { // adopted twice, it would be handed back to this scope
          array.tempAttach(manager);
        }
      }
    }
  }

  /** The manager that owns what the scope creates. */
  public NDManager manager() {
    return manager;
  }

  /** Frees everything the scope owns and hands back what it adopted. */
  @Override
  public void close() {
    if (collector != null) {
      GradientTape.stop();
      collector.close();
    }
    manager.close();
  }
}
