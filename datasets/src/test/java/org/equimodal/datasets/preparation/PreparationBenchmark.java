package org.equimodal.datasets.preparation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A preparation from end to end in a process of its own with 2 GiB: reading 10 million
 * tab-separated lines with ratings and times of 500,000 users and 100,000 items, core, split and
 * writing. It is no test and runs only when named; {@code rounds} and {@code lines} change how
 * much:
 *
 * <pre>{@code
 * mvn -q verify -pl datasets -Dtest=PreparationBenchmark -Drounds=3
 * }</pre>
 */
class PreparationBenchmark {
  private static final int USERS = 500_000;
  private static final int ITEMS = 100_000;

  @TempDir private Path parent;

  @Test
  void run() throws Exception {
    int lines = Integer.getInteger("lines", 10_000_000);
    int rounds = Integer.getInteger("rounds", 1);
    Path file = GeneratedFile.write(parent.resolve("raw.tsv"), lines, USERS, ITEMS);
    for (SplitRule split : SplitRule.values()) {
      for (int round = 0; round < rounds; round++) {
        Path folder = parent.resolve("d");
        long start = System.nanoTime();
        Process process = PreparationProcess.start("2g", file, folder, split);
        assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
        double seconds = (System.nanoTime() - start) * 1e-9;
        assertThat(process.exitValue()).as(Files.readString(Path.of(folder + ".log"))).isZero();
        System.out.printf(
            "%s: %.1f s, %,.0f lines a second, start of the process included%n",
            split, seconds, lines / seconds);
      }
    }
  }
}
