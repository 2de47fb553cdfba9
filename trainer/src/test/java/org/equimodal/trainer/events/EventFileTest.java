package org.equimodal.trainer.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventFileTest {

  @TempDir Path run;

  private Path folder() {
    return run.resolve("events");
  }

  private void write(long from, long to, float value) {
    try (EventFile file = EventFile.start(folder(), from)) {
      for (long step = from; step <= to; step++) {
        file.write(step, Map.of("loss/bpr", value));
      }
    }
  }

  @Test
  void isNamedByTimeAndHost() {
    write(1, 1, 0);
    assertThat(EventReader.files(folder()))
        .singleElement()
        .extracting(file -> file.getFileName().toString())
        .asString()
        .matches("events\\.out\\.tfevents\\.\\d{10}\\.[A-Za-z0-9.-]+");
  }

  @Test
  void canBeReadWhileItGrows() {
    try (EventFile file = EventFile.start(folder(), 1)) {
      for (int step = 1; step <= 3; step++) {
        file.write(step, Map.of("loss/bpr", 1f / step));
        List<EventReader.Read> events = EventReader.read(EventReader.files(folder()).get(0));
        assertThat(events).hasSize(2 + step);
        assertThat(events.get(0).fileVersion()).isEqualTo("brain.Event:2");
        assertThat(events.get(1).startsSession()).isTrue();
        assertThat(events.get(1 + step).scalars()).isEqualTo(Map.of("loss/bpr", 1f / step));
        assertThat(events.get(1 + step).wallTime())
            .isBetween(1.7e9, System.currentTimeMillis() / 1000.0);
      }
    }
  }

  /** Within a second, too. */
  @Test
  void stepsThatComeAgainAreShownOnce() {
    write(1, 5, 1);
    write(4, 6, 2);
    write(6, 8, 3);
    assertThat(EventReader.files(folder())).hasSize(3);
    assertThat(EventReader.shown(folder()))
        .isEqualTo(
            Map.of(
                "loss/bpr",
                Map.of(1L, 1f, 2L, 1f, 3L, 1f, 4L, 2f, 5L, 2f, 6L, 3f, 7L, 3f, 8L, 3f)));
  }

  /** The clock may have been set back since. */
  @Test
  void comesAfterFilesOfTheFuture() throws Exception {
    Files.createDirectories(folder());
    Files.createFile(folder().resolve("events.out.tfevents.4000000000.elsewhere"));
    Files.createFile(folder().resolve("notes.txt"));
    write(1, 1, 0);
    assertThat(EventReader.files(folder()).get(1).getFileName().toString())
        .startsWith("events.out.tfevents.4000000001.");
  }
}
