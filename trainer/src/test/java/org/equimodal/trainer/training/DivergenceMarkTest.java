package org.equimodal.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.equimodal.trainer.RunFiles;
import org.equimodal.trainer.run.Divergence;
import org.equimodal.trainer.run.RunFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A training has diverged until it gets past where it did. */
class DivergenceMarkTest {

  @TempDir Path folder;

  @Test
  void staysUntilTheEpochIsTrained() {
    RunFolder run = RunFolder.at(folder);
    run.appendMetrics(Map.of("epoch", 1));
    run.appendMetrics(Map.of("epoch", 2));
    DivergenceMark mark = new DivergenceMark(run);
    mark.set(new DivergedException("training diverged"));
    assertThat(run.readDivergence()).contains(new Divergence(3, "training diverged"));
    assertThat(RunFiles.in(folder)).contains("diverged.json");
    mark.epochDone(epoch(2));
    assertThat(run.readDivergence()).isPresent();
    mark.epochDone(epoch(3));
    assertThat(RunFiles.in(folder)).containsExactly("metrics.jsonl");
    mark.epochDone(epoch(4));
  }

  private static TrainingListener.Epoch epoch(int epoch) {
    return new TrainingListener.Epoch(epoch, Map.of(), Map.of(), false, 9, 0.1);
  }
}
