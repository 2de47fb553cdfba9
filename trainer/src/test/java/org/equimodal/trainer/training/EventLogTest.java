package org.equimodal.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.equimodal.trainer.events.EventReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventLogTest {

  @TempDir Path folder;

  @Test
  void namesOfModalitiesMayHoldDots() {
    EventLog log = new EventLog(folder);
    log.epochDone(
        new TrainingListener.Epoch(
            1,
            Map.of("loss", 1f, "lambda.clip.v2", 0.5f),
            Map.of("recall@20", 0.1, "only.clip.v2.recall@20", 0.2),
            true,
            9,
            0.1));
    log.finished();
    assertThat(EventReader.shown(folder))
        .containsOnlyKeys(
            "loss/loss",
            "lambda/clip.v2",
            "validation/recall@20",
            "validation.only.clip.v2/recall@20");
  }
}
