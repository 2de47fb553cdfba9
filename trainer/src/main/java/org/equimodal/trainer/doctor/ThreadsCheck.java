package org.equimodal.trainer.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whether libtorch takes as many threads as there are cores for them. It counts the cores that it
 * may run on and does not know of a container's quota, of which the JVM does know.
 *
 * @param cores that may be used at once, by the JVM's count
 * @param visible cores that libtorch counts
 * @param chosen OMP_NUM_THREADS, or null
 */
public record ThreadsCheck(int cores, int visible, String chosen) implements Check {

  private static final String VARIABLE = "OMP_NUM_THREADS";
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String ALLOWED = "Cpus_allowed_list:";

  /** Of this process. */
  public static ThreadsCheck ofThisProcess() {
    int cores = Runtime.getRuntime().availableProcessors();
    return new ThreadsCheck(cores, Math.max(cores, allowed()), System.getenv(VARIABLE));
  }

  /** Cores that the system lets this process run on; 0 where it does not tell. */
  private static int allowed() {
    if (!Files.isReadable(STATUS)) {
      return 0;
    }
    try {
      return Files.readAllLines(STATUS).stream()
          .filter(line -> line.startsWith(ALLOWED))
          .mapToInt(line -> count(line.substring(ALLOWED.length()).strip()))
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }

  /** How many a list such as {@code 0-3,8} names. */
  static int count(String list) {
    int count = 0;
    for (String range : list.split(",")) {
      String[] ends = range.split("-");
      count += Integer.parseInt(ends[ends.length - 1]) - Integer.parseInt(ends[0]) + 1;
    }
    return count;
  }

  @Override
  public String name() {
    return "threads";
  }

  @Override
  public Outcome look() {
    if (chosen == null || chosen.isBlank()) {
      return visible > cores
          ? Outcome.warning(
              "libtorch starts %d threads but only %d cores may be used at once; set %s=%d"
                  .formatted(visible, cores, VARIABLE, cores))
          : Outcome.ok(cores + " cores, a thread on each");
    }
    if (!chosen.strip().matches("[1-9]\\d{0,5}")) {
      return Outcome.warning(
          "%s is '%s', which is no number of threads; set it to %d or unset it"
              .formatted(VARIABLE, chosen, cores));
    }
    int threads = Integer.parseInt(chosen.strip());
    return threads > cores
        ? Outcome.warning(
            "%s asks for %d threads but only %d cores may be used at once; set it to %d"
                .formatted(VARIABLE, threads, cores, cores))
        : Outcome.ok("%d cores, %d threads by %s".formatted(cores, threads, VARIABLE));
  }
}
