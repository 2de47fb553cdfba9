package org.equimodal.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * A command whose process is killed, without any warning, at moments spread over the time in which
 * it writes, and then run again. Meanwhile what it makes is there whole or not at all; in the end
 * there are the bytes of a run that nobody disturbed, and nothing else.
 */
public final class KilledCommand {
  private static final int KILLS = 3;
  private static final int KILLED = 128 + 9;
  private static final long SEED = System.nanoTime();

  private final Path whole;
  private final Path killed;
  private final Function<Path, List<String>> command;
  private final int lives;

  private KilledCommand(Path parent, Function<Path, List<String>> command, int lives)
      throws IOException {
    whole = Files.createDirectory(parent.resolve("whole"));
    killed = Files.createDirectory(parent.resolve("killed"));
    this.command = command;
    this.lives = lives;
  }

  /**
   * One that begins again each time.
   *
   * @param parent where there is room
   * @param command its words, for a folder in which it shall write and nobody else does
   */
  public static KilledCommand beginning(Path parent, Function<Path, List<String>> command)
      throws IOException {
    return new KilledCommand(parent, command, 1);
  }

  /** One that goes on where it was killed, so that all its processes share the work of one. */
  public static KilledCommand goingOn(Path parent, Function<Path, List<String>> command)
      throws IOException {
    return new KilledCommand(parent, command, KILLS);
  }

  /**
   * Kills it several times, and lets it end.
   *
   * @return what the last process printed
   */
  public String comesToTheSameBytes() throws Exception {
    Process undisturbed = start(whole);
    awaitSign(undisturbed, whole, Map.of());
    long begun = System.nanoTime();
    awaitFinal(undisturbed);
    long nanoseconds = System.nanoTime() - begun;
    finish(undisturbed, whole);
    Map<String, String> expected = contents(whole, KilledCommand::isFinal);
    assertThat(expected).isNotEmpty();

    RandomGenerator random = Seeds.generator(SEED, "killed-command");
    int hits = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      double moment = (kill + random.nextDouble()) / KILLS / lives;
      hits += hits((long) (nanoseconds * moment)) ? 1 : 0;
      assertThat(expected)
          .as("seed %d, kill %d after %.2f", SEED, kill, moment)
          .containsAllEntriesOf(contents(killed, KilledCommand::isFinal));
    }
    assertThat(hits).as("killed while it wrote, seed %d", SEED).isGreaterThanOrEqualTo(KILLS / 3);

    finish(start(killed), killed);
    assertThat(contents(killed, name -> !name.endsWith(".tmp"))).isEqualTo(expected);
    return Files.readString(log(killed));
  }

  private Process start(Path folder) throws IOException {
    return new ProcessBuilder(command.apply(folder))
        .redirectErrorStream(true)
        .redirectOutput(log(folder).toFile())
        .start();
  }

  private static Path log(Path folder) {
    return folder.resolveSibling(folder.getFileName() + ".log");
  }

  private static void finish(Process process, Path folder) throws Exception {
    assertThat(process.waitFor()).as(Files.readString(log(folder))).isZero();
  }

  /** Whether a kill so long after the first sign of life came while something was half-written. */
  private boolean hits(long nanoseconds) throws Exception {
    Map<String, Long> before = sizes(killed);
    Process process = start(killed);
    awaitSign(process, killed, before);
    process.waitFor(nanoseconds, TimeUnit.NANOSECONDS);
    int exitCode = process.destroyForcibly().waitFor();
    assertThat(exitCode).as(Files.readString(log(killed))).isIn(0, KILLED);
    Map<String, Long> left = sizes(killed);
    left.entrySet().removeAll(before.entrySet());
    return exitCode == KILLED && !left.keySet().stream().allMatch(KilledCommand::isFinal);
  }

  private void awaitFinal(Process process) throws Exception {
    while (process.isAlive() && sizes(whole).keySet().stream().noneMatch(KilledCommand::isFinal)) {
      Thread.sleep(1);
    }
  }

  /** Waits until something changes in a folder. */
  private static void awaitSign(Process process, Path folder, Map<String, Long> before)
      throws Exception {
    while (process.isAlive() && sizes(folder).equals(before)) {
      Thread.sleep(1);
    }
  }

  private static Map<String, Long> sizes(Path folder) throws IOException {
    Map<String, Long> sizes = new TreeMap<>();
    for (Path path : list(folder)) {
      sizes.put(path.getFileName().toString(), path.toFile().length()); // 0 if it has gone by now
    }
    return sizes;
  }

  /** Whether a name says that what bears it is whole. */
  private static boolean isFinal(String name) {
    return !name.startsWith(".") && !name.endsWith(".part");
  }

  /** A hash of everything that is in each of the files and folders. */
  private static Map<String, String> contents(Path folder, Predicate<String> wanted)
      throws IOException {
    Map<String, String> contents = new TreeMap<>();
    for (Path path : list(folder)) {
      if (wanted.test(path.getFileName().toString())) {
        contents.put(path.getFileName().toString(), hashes(path));
      }
    }
    return contents;
  }

  private static String hashes(Path path) throws IOException {
    StringBuilder hashes = new StringBuilder();
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        hashes.append(path.relativize(file)).append(' ').append(Sha256.of(file)).append('\n');
      }
    }
    return hashes.toString();
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> paths = Files.list(folder)) {
      return paths.toList();
    }
  }
}
