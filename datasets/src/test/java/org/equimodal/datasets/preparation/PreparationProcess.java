package org.equimodal.datasets.preparation;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A preparation in a process of its own, which can be killed or be given little memory. */
final class PreparationProcess {
  private PreparationProcess() {}

  /** Starts one; what it prints goes beside the folder. */
  static Process start(String memory, Path file, Path folder, SplitRule split) throws IOException {
    return new ProcessBuilder(command(memory, file, folder, split))
        .redirectErrorStream(true)
        .redirectOutput(new File(folder + ".log"))
        .start();
  }

  /**
   * The command of one.
   *
   * @param memory as after {@code -Xmx}
   */
  static List<String> command(String memory, Path file, Path folder, SplitRule split) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx" + memory,
        "-cp",
        System.getProperty("java.class.path"),
        PreparationProcess.class.getName(),
        file.toString(),
        folder.toString(),
        split.name());
  }

  /** Prepares a file of interactions that has the columns user, item, rating and time. */
  public static void main(String[] arguments) {
    InteractionFiles interactions =
        new InteractionFiles(
            List.of(Path.of(arguments[0])),
            Optional.empty(),
            true,
            new RawColumns("user", "item", Optional.of("rating"), Optional.of("time")));
    new Plan()
        .core(5, 5)
        .minimumRating(2)
        .split(SplitRule.valueOf(arguments[2]))
        .overwrite()
        .prepare(interactions, Path.of(arguments[1]));
  }
}
