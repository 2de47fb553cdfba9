package org.equimodal.trainer.training;

import java.util.List;

/** Several listeners as one. */
record TrainingListeners(List<TrainingListener> listeners) implements TrainingListener {

  @Override
  public void stepDone(int epoch, int steps, int stepsPerEpoch) {
    listeners.forEach(listener -> listener.stepDone(epoch, steps, stepsPerEpoch));
  }

  @Override
  public void epochDone(Epoch epoch) {
    listeners.forEach(listener -> listener.epochDone(epoch));
  }

  @Override
  public void finished() {
    listeners.forEach(TrainingListener::finished);
  }
}
