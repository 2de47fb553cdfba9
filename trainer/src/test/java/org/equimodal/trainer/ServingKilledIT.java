package org.equimodal.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.equimodal.datasets.Sha256;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a run is turned into is there whole or not at all, whenever the process is killed. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ServingKilledIT {

  private static final int KILLS = 4;
  private static final long SEED = 20240917;
  private static final int KILLED = 128 + 9;

  @TempDir Path folder;

  private TrainerJar jar;
  private String run;

  @BeforeEach
  void train() throws Exception {
    jar = new TrainerJar(folder, Map.of("OMP_NUM_THREADS", "1"));
    TrainerJar.Finished trained = jar.run("--method", "plain", "--epochs", "1");
    assertThat(trained.exitCode()).as(trained.err()).isZero();
    run = folder.relativize(jar.onlyRun()).toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"recommend", "export"})
  void killedAtRandomMomentsAndRunAgainItWritesTheSameBytes(String command) throws Exception {
    long begun = System.nanoTime();
    write(command, "whole");
    long milliseconds = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
    Map<String, String> whole = hashes(folder.resolve("whole"));
    Random random = new Random(SEED);
    int killed = 0;
    for (int k = 0; k < KILLS; k++) {
      String name = "out" + k;
      Process process = jar.start(command, run, "--out", name);
      Thread.sleep(random.nextLong(milliseconds));
      TrainerJar.kill(process, "KILL");
      killed += jar.finish(process).exitCode() == KILLED ? 1 : 0;
      if (Files.notExists(folder.resolve(name))) {
        write(command, name);
      }
      assertThat(hashes(folder.resolve(name))).isEqualTo(whole);
    }
    assertThat(killed).as("killed before the end").isPositive();
  }

  private void write(String command, String name) throws Exception {
    TrainerJar.Finished finished = jar.run(command, run, "--out", name);
    assertThat(finished.exitCode()).as(finished.err()).isZero();
  }

  /** Hashes of a file or of a folder's files, by their paths in it. */
  private static Map<String, String> hashes(Path path) throws IOException {
    Map<String, String> hashes = new TreeMap<>();
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        hashes.put(path.relativize(file).toString(), Sha256.of(file));
      }
    }
    return hashes;
  }
}
