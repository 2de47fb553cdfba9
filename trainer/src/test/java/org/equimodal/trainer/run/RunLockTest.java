package org.equimodal.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLockTest {

  @TempDir Path folder;

  /** A lock is a process's, so another process has to ask for it. */
  public static final class Other {

    private Other() {}

    /** Exits with 0 if it gets the lock of the run in the first argument, else with 1. */
    public static void main(String[] arguments) {
      System.exit(RunLock.take(RunFolder.at(Path.of(arguments[0]))).isPresent() ? 0 : 1);
    }
  }

  private boolean anotherProcessGetsIt() throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new ProcessBuilder(
                List.of(
                    java,
                    "-cp",
                    System.getProperty("java.class.path"),
                    Other.class.getName(),
                    folder.toString()))
            .start()
            .waitFor()
        == 0;
  }

  @Test
  void oneProcessHasIt() throws Exception {
    RunFolder run = RunFolder.at(folder);
    RunLock lock = RunLock.take(run).orElseThrow();
    assertThat(anotherProcessGetsIt()).isFalse();
    lock.close();
    assertThat(anotherProcessGetsIt()).isTrue();
  }

  @Test
  void aFinishedRunKeepsNoFile() throws Exception {
    RunFolder run = RunFolder.at(folder);
    RunLock.take(run).orElseThrow().close();
    assertThat(folder.resolve(".lock")).exists();
    RunLock lock = RunLock.take(run).orElseThrow();
    Files.writeString(folder.resolve("result.json"), "{}");
    lock.close();
    assertThat(folder.resolve(".lock")).doesNotExist();
  }
}
