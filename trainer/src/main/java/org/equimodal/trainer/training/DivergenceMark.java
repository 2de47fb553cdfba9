package org.equimodal.trainer.training;

import org.equimodal.trainer.run.Divergence;
import org.equimodal.trainer.run.RunFolder;

/** Keeps in the folder of a training whether it has diverged, as long as that is true. */
final class DivergenceMark implements TrainingListener {

  private final RunFolder folder;

  /**
   * Creates the mark.
   *
   * @param folder of the training
   */
  DivergenceMark(RunFolder folder) {
    this.folder = folder;
  }

  /** The training has diverged, in the epoch after those that have a line. */
  void set(DivergedException e) {
    folder.writeDivergence(new Divergence(folder.readMetrics().size() + 1, e.getMessage()));
  }

  /** A training that goes on may diverge again until it has got past where it did. */
  @Override
  public void epochDone(Epoch epoch) {
    if (folder.readDivergence().filter(before -> before.epoch() <= epoch.epoch()).isPresent()) {
      folder.removeDivergence();
    }
  }
}
