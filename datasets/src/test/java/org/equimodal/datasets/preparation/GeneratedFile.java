package org.equimodal.datasets.preparation;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.random.RandomGenerator;
import org.equimodal.datasets.Seeds;

/** Writes tab-separated interactions with a header, ratings 1 to 5, and times. */
final class GeneratedFile {
  private static final long YEAR_2014 = 1_388_534_400;
  private static final int YEAR = 31_536_000;

  private GeneratedFile() {}

  /** Popularity falls as a power, activity too; ids look like Amazon's. */
  static Path write(Path file, int lines, int users, int items) throws IOException {
    RandomGenerator random = Seeds.generator(1, "generated-file");
    StringBuilder line = new StringBuilder();
    try (BufferedWriter writer = Files.newBufferedWriter(file)) {
      writer.append("user\titem\trating\ttime\n");
      for (int k = 0; k < lines; k++) {
        double activity = random.nextDouble();
        double popularity = random.nextDouble();
        line.setLength(0);
        line.append("A1").append(1_000_000_000L + (long) (users * activity * activity));
        line.append("\tB0").append(10_000_000 + (int) (items * popularity * popularity));
        line.append('\t').append(1 + random.nextInt(5)).append(".0\t");
        writer.append(line.append(YEAR_2014 + random.nextInt(YEAR)).append('\n'));
      }
    }
    return file;
  }
}
