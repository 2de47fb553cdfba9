package org.equimodal.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The packed program in processes of its own, without a network.
 *
 * @param folder in which it runs
 * @param environment what it finds there besides this process's
 */
record TrainerJar(Path folder, Map<String, String> environment) {

  private static final String JAR = System.getProperty("trainer.jar");

  /** Java says on standard error that it has found them. */
  private static final Set<String> OPTIONS_OF_JAVA =
      Set.of("JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS");

  /** What a finished process left. */
  record Finished(int exitCode, String out, String err) {}

  /** Starts it. */
  Process start(String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                // Whoever asked the network would be refused.
                "-Dhttp.proxyHost=127.0.0.1",
                "-Dhttp.proxyPort=9",
                "-Dhttps.proxyHost=127.0.0.1",
                "-Dhttps.proxyPort=9",
                "-jar",
                JAR));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeAll(OPTIONS_OF_JAVA);
    builder.environment().putAll(environment);
    Process process =
        builder.directory(folder.toFile()).redirectOutput(standardOutput().toFile()).start();
    process.getOutputStream().close();
    return process;
  }

  private Path standardOutput() {
    return folder.resolveSibling(folder.getFileName() + ".out");
  }

  /** Waits for its end. */
  Finished finish(Process process) throws Exception {
    String err = String.join("\n", process.errorReader(StandardCharsets.UTF_8).lines().toList());
    int exitCode = process.waitFor();
    String out = Files.readString(standardOutput());
    Files.delete(standardOutput());
    return new Finished(exitCode, out, err);
  }

  /** Runs it from start to end. */
  Finished run(String... arguments) throws Exception {
    return finish(start(arguments));
  }

  /** Reads what it prints on standard error up to a line that begins so. */
  static void awaitLine(Process process, String beginning) throws IOException {
    BufferedReader err = process.errorReader(StandardCharsets.UTF_8);
    String line = err.readLine();
    while (line != null && !line.startsWith(beginning)) {
      line = err.readLine();
    }
    assertThat(line).as("a line that begins with %s", beginning).isNotNull();
  }

  /** Sends it a signal. */
  static void kill(Process process, String signal) throws Exception {
    // The shell's own: a small image has no other.
    new ProcessBuilder("sh", "-c", "kill -" + signal + " " + process.pid()).start().waitFor();
  }

  /** The one run there is. */
  Path onlyRun() throws IOException {
    try (Stream<Path> runs = Files.list(folder.resolve("runs"))) {
      List<Path> found = runs.filter(path -> !path.endsWith(".cache")).toList();
      assertThat(found).hasSize(1);
      return found.get(0);
    }
  }
}
