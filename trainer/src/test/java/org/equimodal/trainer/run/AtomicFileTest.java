package org.equimodal.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.equimodal.trainer.RunFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file is there whole or not at all. */
class AtomicFileTest {

  private static final int LENGTH = 100_000;
  private static final int TIMES = 200;
  private static final int TERMINATED = 128 + 15;

  @TempDir Path folder;

  @Test
  void writesAndReplaces() {
    Path file = folder.resolve("a.txt");
    AtomicFile.write(file, "old, and longer than what follows\n");
    AtomicFile.write(file, "täglich\n");
    assertThat(file).content(StandardCharsets.UTF_8).isEqualTo("täglich\n");
    assertThat(RunFiles.in(folder)).containsExactly("a.txt");
  }

  @Test
  void aFailedWriteLeavesTheOldFileWhole() {
    Path file = folder.resolve("a.txt");
    AtomicFile.write(file, "old");
    IOException fault = new IOException("disk full");
    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    file,
                    out -> {
                      out.write("ne".getBytes(StandardCharsets.UTF_8));
                      throw fault;
                    }))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("cannot write " + file + ": disk full")
        .hasCause(fault);
    assertThat(file).hasContent("old");
    assertThat(RunFiles.in(folder)).containsExactly("a.txt");
  }

  @Test
  void aFailedFirstWriteLeavesNothingUnderTheFinalName() {
    Path file = folder.resolve("a.txt");
    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    file,
                    out -> {
                      out.write(new byte[100_000]);
                      throw new IllegalStateException("cannot encode");
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void leftoversOfAnInterruptedWriteDoNotMatter() {
    Path file = folder.resolve("a.txt");
    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    file,
                    out -> {
                      out.write(new byte[100_000]);
                      throw new IOException("power cut");
                    }))
        .isInstanceOf(UncheckedIOException.class);
    AtomicFile.write(file, "new");
    assertThat(file).hasContent("new");
    assertThat(RunFiles.in(folder)).containsExactly("a.txt");
  }

  @Test
  void twoWritersNeverTearAFile() throws Exception {
    Path file = folder.resolve("a.txt");
    AtomicFile.write(file, "0".repeat(LENGTH));
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      List<Callable<Void>> tasks = List.of(writes(file, "1"), writes(file, "2"), reads(file));
      for (Future<Void> ended : threads.invokeAll(tasks)) {
        ended.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(RunFiles.in(folder)).containsExactly("a.txt");
  }

  private static Callable<Void> writes(Path file, String digit) {
    return () -> {
      for (int time = 0; time < TIMES; time++) {
        AtomicFile.write(file, digit.repeat(LENGTH));
      }
      return null;
    };
  }

  private static Callable<Void> reads(Path file) {
    return () -> {
      for (int time = 0; time < TIMES; time++) {
        String text = Files.readString(file);
        assertThat(text).hasSize(LENGTH);
        assertThat(text.chars().distinct().count()).isEqualTo(1);
      }
      return null;
    };
  }

  /**
   * A process that a signal ends while it writes two files; for one of them a shutdown hook waits.
   */
  static final class Ended {

    private Ended() {}

    /** Never returns. */
    public static void main(String[] folder) {
      Semaphore ending = new Semaphore(0);
      Semaphore saved = new Semaphore(0);
      Thread saving =
          new Thread(
              () -> {
                write(Path.of(folder[0], "saved"), ending);
                AtomicFile.write(Path.of(folder[0], "begun by then"), "all");
                saved.release();
              });
      Thread hook =
          new Thread(
              () -> {
                ending.release();
                saved.acquireUninterruptibly();
              });
      Runtime.getRuntime().addShutdownHook(hook);
      saving.start();
      write(Path.of(folder[0], "abandoned"), new Semaphore(0));
    }

    private static void write(Path file, Semaphore enough) {
      AtomicFile.write(
          file,
          out -> {
            out.write("al".repeat(LENGTH / 2).getBytes(StandardCharsets.UTF_8));
            enough.acquireUninterruptibly();
            out.write('l');
          });
    }
  }

  @Test
  void aSignalLeavesNothingHalfWrittenAndDisturbsNoSaving() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Ended.class.getName(),
                folder.toString())
            .redirectErrorStream(true)
            .start();
    while (process.isAlive() && halfWritten() < 2) {
      Thread.sleep(1);
    }
    process.toHandle().destroy(); // which leaves what it printed to be read
    assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .doesNotContain("Exception");
    assertThat(process.waitFor()).isEqualTo(TERMINATED);
    assertThat(RunFiles.in(folder)).containsExactly("begun by then", "saved");
    assertThat(folder.resolve("saved")).content().hasSize(LENGTH + 1).endsWith("all");
    assertThat(folder.resolve("begun by then")).hasContent("all");
  }

  private long halfWritten() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toFile().length() >= LENGTH).count();
    }
  }

  @Test
  void saysWhatCouldNotBeWritten() {
    Path file = folder.resolve("nowhere/a.txt");
    assertThatThrownBy(() -> AtomicFile.write(file, "text"))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageStartingWith("cannot write " + file + ": ");
  }
}
