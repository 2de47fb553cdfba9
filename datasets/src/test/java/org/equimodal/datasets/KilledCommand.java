package org.equimodal.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.StreamSupport;

/**
 * A command whose process is killed, without any warning, at moments spread over the time in which
 * it writes, and then run again. Meanwhile what it makes is there whole or not at all; in the end
 * there are the bytes of a run that nobody disturbed, and nothing else.
 */
public final class KilledCommand {
  private static final int KILLS = 3;
  private static final int MOST_KILLS = 30;
  private static final int KILLED = 128 + 9;
  private static final long SEED = System.nanoTime();

  private final Path whole;
  private final Path killed;
  private final Consumer<Path> initial;
  private final Function<Path, List<String>> command;
  private final int lives;

  private KilledCommand(
      Path parent, Consumer<Path> initial, Function<Path, List<String>> command, int lives)
      throws IOException {
    this.initial = initial;
    this.command = command;
    this.lives = lives;
    whole = begin(parent.resolve("whole"));
    killed = begin(parent.resolve("killed"));
  }

  private Path begin(Path folder) throws IOException {
    initial.accept(Files.createDirectory(folder));
    return folder;
  }

  /**
   * One that begins again each time.
   *
   * @param parent where there is room
   * @param command its words, for a folder in which it shall write and nobody else does
   */
  public static KilledCommand beginning(Path parent, Function<Path, List<String>> command)
      throws IOException {
    return new KilledCommand(parent, folder -> {}, command, 1);
  }

  /** One that goes on where it was killed, so that all its processes share the work of one. */
  public static KilledCommand goingOn(Path parent, Function<Path, List<String>> command)
      throws IOException {
    return goingOn(parent, folder -> {}, command);
  }

  /**
   * One that goes on, in a folder that is not empty.
   *
   * @param initial fills the folder
   */
  public static KilledCommand goingOn(
      Path parent, Consumer<Path> initial, Function<Path, List<String>> command)
      throws IOException {
    return new KilledCommand(parent, initial, command, KILLS);
  }

  /** Kills it several times, and lets it end. */
  public void comesToTheSameBytes() throws Exception {
    comesToTheSameBytes(printed -> true);
  }

  /**
   * Kills it until it went on where it had been killed, and lets it end.
   *
   * @param wentOn whether it did, by what the processes printed, one after the other
   */
  public void comesToTheSameBytes(Predicate<String> wentOn) throws Exception {
    Map<String, Long> former = sizes(whole);
    Map<String, String> formerly = contents(whole, KilledCommand::isFinal);
    Process undisturbed = start(whole);
    awaitSign(undisturbed, whole, former);
    long begun = System.nanoTime();
    awaitFinal(undisturbed, former);
    long nanoseconds = System.nanoTime() - begun;
    finish(undisturbed, whole);
    Map<String, String> expected = contents(whole, KilledCommand::isFinal);
    assertThat(expected).isNotEqualTo(formerly);

    RandomGenerator random = Seeds.generator(SEED, "killed-command");
    boolean enough = false;
    for (int kill = 0; kill < KILLS || !enough; kill++) {
      assertThat(kill).as("kills that came to nothing, seed %d", SEED).isLessThan(MOST_KILLS);
      double moment = (kill % KILLS + random.nextDouble()) / KILLS / lives;
      Life life = killedAfter((long) (nanoseconds * moment));
      boolean gone = wentOn.test(printed(killed));
      enough = life == Life.HALF_WRITTEN && gone;
      Map<String, String> left = contents(killed, KilledCommand::isFinal);
      left.entrySet().removeAll(formerly.entrySet());
      assertThat(expected)
          .as("seed %d, kill %d after %.2f", SEED, kill, moment)
          .containsAllEntriesOf(left);
      if (life == Life.WHOLE) { // it is quicker than the first was
        nanoseconds /= 2;
        FolderRemoval.of(killed);
        begin(killed);
      } else if (!gone) { // it is slower
        nanoseconds += nanoseconds / 4;
      }
    }

    finish(start(killed), killed);
    assertThat(contents(killed, name -> !name.endsWith(".tmp"))).isEqualTo(expected);
  }

  private Process start(Path folder) throws IOException {
    return new ProcessBuilder(command.apply(folder))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log(folder).toFile()))
        .start();
  }

  private static Path log(Path folder) {
    return folder.resolveSibling(folder.getFileName() + ".log");
  }

  /** What a folder's processes printed; of its last letter a kill may have left the half. */
  private static String printed(Path folder) throws IOException {
    return Files.readString(log(folder), StandardCharsets.ISO_8859_1);
  }

  private static void finish(Process process, Path folder) throws Exception {
    assertThat(process.waitFor()).as(printed(folder)).isZero();
  }

  /** How far a process came. */
  private enum Life {
    NOTHING_LEFT,
    HALF_WRITTEN,
    WHOLE
  }

  /** Kills a process so long after its first sign of life. */
  private Life killedAfter(long nanoseconds) throws Exception {
    Map<String, Long> before = sizes(killed);
    Process process = start(killed);
    awaitSign(process, killed, before);
    process.waitFor(nanoseconds, TimeUnit.NANOSECONDS);
    int exitCode = process.destroyForcibly().waitFor();
    assertThat(exitCode).as(printed(killed)).isIn(0, KILLED);
    if (exitCode == 0) {
      return Life.WHOLE;
    }
    Map<String, Long> left = sizes(killed);
    left.entrySet().removeAll(before.entrySet());
    return left.keySet().stream().allMatch(KilledCommand::isFinal)
        ? Life.NOTHING_LEFT
        : Life.HALF_WRITTEN;
  }

  private void awaitFinal(Process process, Map<String, Long> former) throws Exception {
    while (process.isAlive() && finalFiles(sizes(whole)).equals(finalFiles(former))) {
      Thread.sleep(1);
    }
  }

  private static Map<String, Long> finalFiles(Map<String, Long> sizes) {
    Map<String, Long> files = new TreeMap<>(sizes);
    files.keySet().removeIf(name -> !isFinal(name));
    return files;
  }

  /** Waits until something changes in a folder. */
  private static void awaitSign(Process process, Path folder, Map<String, Long> before)
      throws Exception {
    while (process.isAlive() && sizes(folder).equals(before)) {
      Thread.sleep(1);
    }
  }

  /** Sizes of files and of folders, which have none, by their names in a folder. */
  private static Map<String, Long> sizes(Path folder) throws IOException {
    Map<String, Long> sizes = new TreeMap<>();
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
            return add(path, 0);
          }

          @Override
          public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
            return add(path, attributes.size());
          }

          @Override
          public FileVisitResult visitFileFailed(Path path, IOException failure) {
            return FileVisitResult.CONTINUE; // it has gone by now
          }

          @Override
          public FileVisitResult postVisitDirectory(Path path, IOException failure) {
            return FileVisitResult.CONTINUE;
          }

          private FileVisitResult add(Path path, long size) {
            sizes.put(folder.relativize(path).toString(), size);
            return FileVisitResult.CONTINUE;
          }
        });
    return sizes;
  }

  /** Whether a name says that what bears it is whole. */
  private static boolean isFinal(String name) {
    return !name.contains(".part")
        && StreamSupport.stream(Path.of(name).spliterator(), false)
            .noneMatch(part -> part.toString().startsWith("."));
  }

  /** A hash of every file. */
  private static Map<String, String> contents(Path folder, Predicate<String> wanted)
      throws IOException {
    Map<String, String> contents = new TreeMap<>();
    for (String name : sizes(folder).keySet()) {
      Path path = folder.resolve(name);
      if (wanted.test(name)) {
        contents.put(name, Files.isDirectory(path) ? "a folder" : Sha256.of(path));
      }
    }
    return contents;
  }
}
