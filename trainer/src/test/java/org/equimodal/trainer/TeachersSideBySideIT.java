package org.equimodal.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packed program with a process per teacher, each with one thread. */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class TeachersSideBySideIT {

  private static final List<String> MODALITIES = List.of("textual", "visual", "acoustic");
  private static final Map<String, String> ONE_THREAD = Map.of("OMP_NUM_THREADS", "1");
  private static final String[] TRAINING = {"--epochs", "40", "--set", "training.evaluateEvery=40"};
  private static final String[] SIDE_BY_SIDE = {"--devices", "cpu,cpu"};

  @TempDir static Path shared;
  @TempDir Path folder;

  /** Trained in one process, one teacher after another. */
  private static Path expected;

  @BeforeAll
  static void train() throws Exception {
    TrainerJar jar = new TrainerJar(shared, ONE_THREAD);
    TrainerJar.Finished finished = jar.run(with(TRAINING, "--device", "cpu"));
    assertThat(finished.exitCode()).as(finished.err()).isZero();
    expected = jar.onlyRun();
  }

  private static String[] with(String[] arguments, String... more) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of(more));
    return all.toArray(new String[0]);
  }

  private static void assertSame(Path actual) {
    Set<String> files = new TreeSet<>(RunFiles.in(expected));
    MODALITIES.forEach(modality -> files.add("teachers/" + modality + "/log.txt"));
    assertThat(RunFiles.in(actual)).isEqualTo(files);
    assertSame(actual, expected);
    for (String modality : MODALITIES) {
      Path teacher = Path.of("teachers", modality);
      assertSame(actual.resolve(teacher), expected.resolve(teacher));
    }
  }

  private static void assertSame(Path actual, Path expected) {
    assertThat(manifest(actual)).isEqualTo(manifest(expected));
    assertThat(RunFiles.metricsWithoutTimes(actual))
        .isEqualTo(RunFiles.metricsWithoutTimes(expected));
    assertThat(RunFiles.resultWithoutMeasurements(actual))
        .isEqualTo(RunFiles.resultWithoutMeasurements(expected));
    for (String file : List.of("config.yaml", "per-user.tsv", "checkpoint/model.safetensors")) {
      assertThat(actual.resolve(file)).hasSameBinaryContentAs(expected.resolve(file));
    }
  }

  private static JsonNode manifest(Path run) {
    return ((ObjectNode) RunFiles.json(run, "manifest.json")).without("started");
  }

  @Test
  void oneThatDivergesEndsTheRunWithItsExitCode() throws Exception {
    TrainerJar jar = new TrainerJar(folder, ONE_THREAD);
    TrainerJar.Finished finished =
        jar.run(with(SIDE_BY_SIDE, "--set", "training.learningRate=1e30"));
    assertThat(finished.exitCode()).isEqualTo(3);
    assertThat(finished.out()).isEmpty();
    assertThat(finished.err())
        .doesNotContain("\tat ")
        .containsOnlyOnce("error: ")
        .containsPattern(
            "error: teacher (textual|visual) on cpu: training diverged: .*learningRate"
                + " \\(log: runs/.*/teachers/(textual|visual)/log.txt\\)$");
    String log = finished.err().replaceAll("(?s).*\\(log: (.*)\\)", "$1");
    assertThat(folder.resolve(log))
        .content()
        .contains("DivergedException", "\tat org.equimodal.trainer.");
  }

  @Test
  void killedThenInterruptedTheyComeToTheSameAsInOneProcess() throws Exception {
    TrainerJar jar = new TrainerJar(folder, ONE_THREAD);
    killWithItsTeachersAtWork(jar);
    Path run = jar.onlyRun();
    assertThat(RunFiles.in(run))
        .as("saved, or finished before it heard of the end")
        .anyMatch(
            file ->
                file.matches(
                    "teachers/visual/(checkpoint/resume-\\d+-\\d+\\.safetensors|result\\.json)"));

    String name = folder.relativize(run).toString();
    TrainerJar.Finished interrupted =
        signalled(jar, "teacher.acoustic epoch=", "TERM", with(SIDE_BY_SIDE, "--resume", name));
    assertThat(interrupted.exitCode()).isEqualTo(143);
    assertThat(interrupted.err())
        .contains("interrupted in epoch ") // of the teacher, or after it of the student
        .contains("everything is saved; go on with --resume \"runs/")
        .doesNotContain("error", "WARN", "Exception");

    TrainerJar.Finished finished = jar.run("--resume", name);
    assertThat(finished.exitCode()).as(finished.err()).isZero();
    assertThat(run.resolve("log.txt"))
        .content()
        .contains("teacher visual: training on cpu", "teacher.visual epoch=40 ")
        .containsPattern("teacher (textual|visual): trained on cpu in ");
    assertSame(jar.onlyRun());
  }

  /** Kills a training, and waits until its teachers have noticed and ended. */
  private static void killWithItsTeachersAtWork(TrainerJar jar) throws Exception {
    Process process = jar.start(with(TRAINING, SIDE_BY_SIDE));
    List<ProcessHandle> teachers;
    try {
      TrainerJar.awaitLine(process, "teacher.visual epoch=");
      teachers = process.descendants().toList();
    } finally {
      TrainerJar.kill(process, "KILL");
    }
    jar.finish(process);
    teachers.forEach(teacher -> teacher.onExit().join());
  }

  /** Starts a training and sends it a signal when it has printed a line that begins so. */
  private static TrainerJar.Finished signalled(
      TrainerJar jar, String line, String signal, String... arguments) throws Exception {
    Process process = jar.start(arguments);
    try {
      TrainerJar.awaitLine(process, line);
      TrainerJar.kill(process, signal);
      return jar.finish(process);
    } finally {
      process.destroyForcibly();
    }
  }
}
