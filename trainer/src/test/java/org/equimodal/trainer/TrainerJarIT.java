package org.equimodal.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.engine.Engine;
import ai.djl.util.Utils;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.jna.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.equimodal.backbones.Backbones;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The packed program in a process of its own, in an empty folder and without a network. */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class TrainerJarIT {

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final int SIGINT = 2;
  private static final List<String> SHORT =
      List.of(
          "training.learningRate=0.02",
          "training.evaluateEvery=3",
          "training.patience=1",
          "ckd.genericTriples=500");
  private static final String JNI = System.mapLibraryName("djl_torch");

  @TempDir Path folder;

  private TrainerJar jar;

  @BeforeEach
  void choosePlace() {
    jar = new TrainerJar(folder, Map.of());
  }

  @Test
  void trainsTheSample() throws Exception {
    TrainerJar.Finished finished =
        jar.run("--backbone", "vbpr", "--dataset", "sample", "--epochs", "5");
    assertThat(finished.err()).doesNotContain("error", "WARN", "Exception");
    assertThat(finished.exitCode()).isZero();
    assertThat(finished.err().lines().filter(line -> line.matches("first step after [0-9.]+ s")))
        .as("of four trainings in one process")
        .hasSize(1);
    assertThat(finished.out().lines().map(line -> line.strip().split(" {2,}", -1)[0]))
        .as("rows")
        .containsExactly(
            "vbpr on sample, ckd, seed 123: best epoch 5 of 5, 300 test users",
            "test, @20",
            "-".repeat(77),
            "all modalities",
            "only textual",
            "only visual",
            "only acoustic",
            "teacher textual",
            "teacher visual",
            "teacher acoustic",
            "run: " + folder.relativize(jar.onlyRun()));
    assertThat(RunFiles.in(jar.onlyRun()))
        .contains("result.json", "log.txt", "teachers/visual/result.json");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).as("nothing else").containsExactly(folder.resolve("runs"));
    }
  }

  /** What the README says of it, with room for other processors. */
  @Test
  void theMainJobBringsEveryModalityUp() throws Exception {
    TrainerJar.Finished finished = jar.run("--backbone", "vbpr", "--dataset", "sample");
    assertThat(finished.exitCode()).as(finished.err()).isZero();
    JsonNode result = new ObjectMapper().readTree(jar.onlyRun().resolve("result.json").toFile());
    assertThat(result.at("/test/recall@20").asDouble()).isCloseTo(0.686, within(0.03));
    JsonNode views = result.get("views");
    assertThat(views.at("/visual/test/recall@20").asDouble()).isCloseTo(0.662, within(0.04));
    assertThat(views.at("/acoustic/test/recall@20").asDouble()).isCloseTo(0.628, within(0.04));
  }

  /** From the first epoch to early stopping, which comes soon by these settings. */
  @ParameterizedTest
  @MethodSource("backbones")
  void everyBackboneLearnsTheSample(String backbone) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("--backbone", backbone));
    for (String setting : SHORT) {
      arguments.addAll(List.of("--set", setting));
    }
    TrainerJar.Finished finished = jar.run(arguments.toArray(String[]::new));
    assertThat(finished.exitCode()).as(finished.err()).isZero();
    assertThat(finished.err()).doesNotContain("error", "WARN", "Exception");
    JsonNode result = new ObjectMapper().readTree(jar.onlyRun().resolve("result.json").toFile());
    assertThat(result.get("epochs").asInt()).as("stopped early").isLessThan(60);
    assertThat(result.at("/test/recall@20").asDouble()).isGreaterThan(0.6);
    assertThat(result.get("views")).hasSize(3);
    assertThat(result.get("teachers")).hasSize(3);
  }

  static Collection<String> backbones() {
    return Backbones.ids();
  }

  @Test
  void refusesAnUnknownDataset() throws Exception {
    TrainerJar.Finished finished = jar.run("--dataset", "nowhere");
    assertThat(finished.exitCode()).isEqualTo(2);
    assertThat(finished.err().lines())
        .singleElement()
        .asString()
        .startsWith("error: dataset: 'nowhere' is no folder");
    assertThat(finished.out()).isEmpty();
    assertThat(folder).isEmptyDirectory();
  }

  /** The one in the jar, as if somebody had unpacked it; nothing else is said of it. */
  @Test
  void takesTheLibtorchThatTheUserBrings(@TempDir Path libtorch) throws Exception {
    assumeFalse(Platform.isWindows(), "symbolic links take a privilege on Windows");
    List<Path> links = new ArrayList<>();
    try (Stream<Path> files = Files.list(unpackedLibtorch())) {
      for (Path file : files.filter(file -> !file.toString().endsWith(JNI)).toList()) {
        Path link = libtorch.resolve(file.getFileName());
        links.add(Files.createSymbolicLink(link, file.toRealPath()));
      }
    }
    Map<String, String> environment = Map.of("PYTORCH_LIBRARY_PATH", libtorch.toString());
    TrainerJar.Finished finished =
        new TrainerJar(folder, environment).run("--method", "plain", "--epochs", "1");
    assertThat(finished.exitCode()).as(finished.err()).isZero();
    assertThat(finished.out()).contains("all modalities");
    for (Path link : links) {
      Files.delete(link);
    }
  }

  /** Where DJL has put that of the jar. */
  private static Path unpackedLibtorch() throws IOException {
    Engine.getInstance();
    try (Stream<Path> folders = Files.list(Utils.getEngineCacheDir("pytorch"))) {
      Optional<Path> found =
          folders
              .filter(candidate -> Files.exists(candidate.resolve(System.mapLibraryName("torch"))))
              .findFirst();
      assumeTrue(found.isPresent(), "these tests have been given another libtorch");
      return found.get();
    }
  }

  @Test
  void refusesAFolderWithoutLibtorch() throws Exception {
    Map<String, String> environment = Map.of("PYTORCH_LIBRARY_PATH", folder.toString());
    TrainerJar.Finished finished =
        new TrainerJar(folder, environment).run("--method", "plain", "--epochs", "1");
    assertThat(finished.exitCode()).isEqualTo(2);
    assertThat(finished.err().lines())
        .singleElement()
        .asString()
        .startsWith("error: PYTORCH_LIBRARY_PATH: there is no ");
  }

  @Test
  void savesWhenInterruptedAndGoesOn() throws Exception {
    boolean interruptible = !isIgnored(SIGINT);
    Process process =
        jar.start("--method", "plain", "--epochs", "200", "--set", "training.patience=200");
    TrainerJar.Finished interrupted;
    try {
      TrainerJar.awaitLine(process, "student epoch=2 ");
      TrainerJar.kill(process, interruptible ? "INT" : "TERM");
      interrupted = jar.finish(process);
    } finally {
      process.destroyForcibly();
    }
    Path run = jar.onlyRun();
    assertThat(interrupted.exitCode()).isEqualTo(interruptible ? 130 : 143);
    assertThat(interrupted.err())
        .contains("interrupted in epoch ", "everything is saved", "--resume \"runs/")
        .doesNotContain("Exception");
    assertThat(RunFiles.in(run))
        .anyMatch(file -> file.matches("checkpoint/resume-\\d+-\\d+\\.safetensors"))
        .doesNotContain("result.json");

    TrainerJar.Finished resumed = jar.run("--resume", folder.relativize(run).toString());
    assertThat(resumed.exitCode()).isZero();
    assertThat(resumed.out()).contains("all modalities", "run: ");
    assertThat(jar.onlyRun()).isEqualTo(run);
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
