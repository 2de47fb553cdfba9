package org.equimodal.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.equimodal.backbones.Backbones;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The packed program in a process of its own, in an empty folder and without a network. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class TrainerJarIT {

  private static final String JAR = System.getProperty("trainer.jar");
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final int SIGINT = 2;

  @TempDir Path folder;

  /** What a finished process left. */
  private record Finished(int exitCode, String out, String err) {}

  private Process start(String... arguments) throws IOException {
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
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(folder.resolveSibling(folder.getFileName() + ".out").toFile())
            .start();
    process.getOutputStream().close();
    return process;
  }

  private Finished finish(Process process) throws Exception {
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    int exitCode = process.waitFor();
    Path out = folder.resolveSibling(folder.getFileName() + ".out");
    String text = Files.readString(out);
    Files.delete(out);
    return new Finished(exitCode, text, err);
  }

  private Finished run(String... arguments) throws Exception {
    return finish(start(arguments));
  }

  private Path onlyRun() throws IOException {
    try (Stream<Path> runs = Files.list(folder.resolve("runs"))) {
      List<Path> found = runs.filter(path -> !path.endsWith(".cache")).toList();
      assertThat(found).hasSize(1);
      return found.get(0);
    }
  }

  @Test
  void trainsTheSample() throws Exception {
    Finished finished = run("--backbone", "vbpr", "--dataset", "sample", "--epochs", "5");
    assertThat(finished.err()).doesNotContain("error", "WARN", "Exception");
    assertThat(finished.exitCode()).isZero();
    assertThat(finished.out().lines().map(line -> line.strip().split(" {2,}", -1)[0]))
        .as("rows")
        .containsExactly(
            "vbpr on sample, ckd, seed 123: best epoch 5 of 5, 300 test users",
            "test, @20",
            "all modalities",
            "only textual",
            "only visual",
            "only acoustic",
            "teacher textual",
            "teacher visual",
            "teacher acoustic",
            "run: " + folder.relativize(onlyRun()));
    assertThat(RunFiles.in(onlyRun()))
        .contains("result.json", "log.txt", "teachers/visual/result.json");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).as("nothing else").containsExactly(folder.resolve("runs"));
    }
  }

  /** From the first epoch to early stopping. */
  @ParameterizedTest
  @MethodSource("backbones")
  void everyBackboneLearnsTheSample(String backbone) throws Exception {
    Finished finished = run("--backbone", backbone, "--dataset", "sample");
    assertThat(finished.exitCode()).as(finished.err()).isZero();
    assertThat(finished.err()).doesNotContain("error", "WARN", "Exception");
    JsonNode result = new ObjectMapper().readTree(onlyRun().resolve("result.json").toFile());
    assertThat(result.at("/test/recall@20").asDouble()).isGreaterThan(0.6);
    assertThat(result.get("views")).hasSize(3);
    assertThat(result.get("teachers")).hasSize(3);
  }

  static Collection<String> backbones() {
    return Backbones.ids();
  }

  @Test
  void refusesAnUnknownDataset() throws Exception {
    Finished finished = run("--dataset", "nowhere");
    assertThat(finished.exitCode()).isEqualTo(2);
    assertThat(finished.err().lines())
        .singleElement()
        .asString()
        .startsWith("error: dataset: 'nowhere' is no folder");
    assertThat(finished.out()).isEmpty();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void savesWhenInterruptedAndGoesOn() throws Exception {
    boolean interruptible = !isIgnored(SIGINT);
    Process process = start("--method", "plain", "--epochs", "200");
    Finished interrupted;
    try {
      BufferedReader err = process.errorReader(StandardCharsets.UTF_8);
      String line = err.readLine();
      while (line != null && !line.startsWith("student epoch=2 ")) {
        line = err.readLine();
      }
      assertThat(line).as("the second epoch").isNotNull();
      String signal = interruptible ? "-INT" : "-TERM";
      new ProcessBuilder("kill", signal, Long.toString(process.pid())).start().waitFor();
      String rest = String.join("\n", err.lines().toList());
      interrupted = new Finished(process.waitFor(), "", rest);
    } finally {
      process.destroyForcibly();
    }
    Path run = onlyRun();
    assertThat(interrupted.exitCode()).isEqualTo(interruptible ? 130 : 143);
    assertThat(interrupted.err())
        .contains("interrupted in epoch ", "everything is saved", "--resume \"runs/")
        .doesNotContain("Exception");
    assertThat(RunFiles.in(run))
        .anyMatch(file -> file.matches("checkpoint/resume-\\d+-\\d+\\.safetensors"))
        .doesNotContain("result.json");

    Finished resumed = run("--resume", folder.relativize(run).toString());
    assertThat(resumed.exitCode()).isZero();
    assertThat(resumed.out()).contains("all modalities", "run: ");
    assertThat(onlyRun()).isEqualTo(run);
    List<Integer> epochs =
        RunFiles.metrics(run).stream().map(epoch -> epoch.get("epoch").asInt()).toList();
    assertThat(epochs).isSorted().doesNotHaveDuplicates().startsWith(1, 2, 3);
    assertThat(RunFiles.json(run, "result.json").get("epochs").asInt()).isEqualTo(epochs.size());
  }

  /** Whether this process, and so its children, ignore a signal, as jobs in the background may. */
  private static boolean isIgnored(int signal) throws IOException {
    if (!Files.isReadable(STATUS)) {
      return false;
    }
    return Files.readAllLines(STATUS).stream()
        .filter(line -> line.startsWith("SigIgn:"))
        .map(line -> Long.parseUnsignedLong(line.substring("SigIgn:".length()).strip(), 16))
        .anyMatch(mask -> (mask >> (signal - 1) & 1) == 1);
  }
}
