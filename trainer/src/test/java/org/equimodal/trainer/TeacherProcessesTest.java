package org.equimodal.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.equimodal.datasets.InputException;
import org.equimodal.datasets.Modality;
import org.equimodal.trainer.run.RunFolder;
import org.equimodal.trainer.training.DivergedException;
import org.equimodal.trainer.training.Interruption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which process starts when and where, and how all end; shell scripts stand for trainings. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the scripts are for sh")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class TeacherProcessesTest {

  private static final String UNTIL_STOPPED = "cat > /dev/null; touch saved.$MODALITY; exit 130";

  @TempDir Path folder;

  private final Interruption interruption = new Interruption();
  private RunFolder run;

  @BeforeEach
  void choosePlace() {
    run = RunFolder.at(folder.resolve("run"));
  }

  /**
   * Trains one teacher per script.
   *
   * @param devices where, with commas
   * @param scripts by modality; each runs in {@code folder} and knows MODALITY and DEVICE
   */
  private void train(String devices, Map<String, String> scripts) {
    List<String> names = scripts.keySet().stream().sorted().toList();
    List<Modality> modalities =
        IntStream.range(0, names.size()).mapToObj(i -> new Modality(i, names.get(i))).toList();
    new TeacherProcesses(
            List.of(devices.split(",")),
            interruption,
            job -> {
              String modality = job.modality().name();
              String prologue =
                  "cd %s; MODALITY=%s; DEVICE=%s; echo $MODALITY $DEVICE >> started; "
                      .formatted(folder, modality, job.device());
              return List.of("sh", "-c", prologue + scripts.get(modality));
            })
        .train(run, modalities);
  }

  private List<String> started() {
    return RunFiles.lines(folder.resolve("started"));
  }

  private static String untilExists(String file) {
    return "while [ ! -e " + file + " ]; do sleep 0.02; done; ";
  }

  @Test
  void theNextTeacherGoesToTheFirstFreeDevice() {
    train("x,y", Map.of("a", untilExists("c"), "b", "true", "c", "touch c", "d", untilExists("c")));
    assertThat(started()).contains("a x", "b y", "c y").hasSize(4);
  }

  @Test
  void aDeviceTrainsOneTeacherAtATime() {
    String alone = "mkdir $DEVICE || exit 1; sleep 0.05; rmdir $DEVICE";
    train("x,y", Map.of("a", alone, "b", alone, "c", alone, "d", alone, "e", alone));
    assertThat(started()).hasSize(5);
  }

  @Test
  void aDeviceNamedTwiceTrainsTwo() {
    train("x,x", Map.of("a", "touch a; " + untilExists("b"), "b", "touch b; " + untilExists("a")));
    assertThat(started()).containsExactlyInAnyOrder("a x", "b x");
  }

  @Test
  void theCoresAreDivided() throws IOException {
    String own = System.getenv("OMP_NUM_THREADS");
    int half = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    train("x,y", Map.of("a", "echo $OMP_NUM_THREADS > threads"));
    assertThat(Files.readString(folder.resolve("threads")).strip())
        .isEqualTo(own == null ? Integer.toString(half) : own);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "1, org.equimodal.trainer.TeacherProcess$FailedException",
    "2, org.equimodal.datasets.InputException",
    "3, org.equimodal.trainer.training.DivergedException",
    "137, org.equimodal.trainer.TeacherProcess$FailedException"
  })
  void aFailureSaysWhichTeacherWhereAndWhy(int exitCode, Class<? extends Throwable> type) {
    assertThatThrownBy(
            () -> train("x", Map.of("a", "echo error: no luck >&2; echo bye; exit " + exitCode)))
        .isInstanceOf(type)
        .hasMessage("teacher a on x: no luck");
  }

  @Test
  void aLogIsNamedIfThereIsOne() {
    String log = "run/teachers/a/log.txt";
    assertThatThrownBy(
            () ->
                train(
                    "x",
                    Map.of("a", "mkdir -p $(dirname %1$s); touch %1$s; exit 1".formatted(log))))
        .isInstanceOf(TeacherProcess.FailedException.class)
        .hasMessage(
            "teacher a on x: the process ended with exit code 1 (log: "
                + folder.resolve(log)
                + ")");
  }

  @ParameterizedTest
  @CsvSource({
    "kill -9 $$, exit code 137",
    "echo bad; echo news; exit 1, 'exit code 1, after saying: news'"
  })
  void aFailureWithoutAReasonSaysItsExitCodeAndLastWords(String script, String end) {
    assertThatThrownBy(() -> train("x", Map.of("a", script)))
        .isInstanceOf(TeacherProcess.FailedException.class)
        .hasMessage("teacher a on x: the process ended with " + end);
  }

  @Test
  void aFailureStopsTheOthers() {
    String fails = untilExists("ready") + "exit 3";
    assertThatThrownBy(
            () ->
                train(
                    "x,y",
                    Map.of("a", "touch ready; " + UNTIL_STOPPED, "b", fails, "c", "touch c")))
        .isInstanceOf(DivergedException.class);
    assertThat(folder.resolve("saved.a")).exists();
    assertThat(started()).containsExactlyInAnyOrder("a x", "b y");
  }

  @ParameterizedTest
  @CsvSource({"129", "130", "143"})
  void aTeacherThatIsInterruptedStopsTheOthers(int exitCode) {
    String interrupted = untilExists("ready") + "exit " + exitCode;
    assertThatThrownBy(
            () -> train("x,y", Map.of("a", "touch ready; " + UNTIL_STOPPED, "b", interrupted)))
        .isInstanceOf(Interruption.StoppedException.class)
        .hasMessageContaining("teacher b on y was interrupted");
    assertThat(folder.resolve("saved.a")).exists();
  }

  @Test
  void anInterruptionStopsAll() {
    interruption.request();
    assertThatThrownBy(
            () -> train("x,y", Map.of("a", UNTIL_STOPPED, "b", UNTIL_STOPPED, "c", "touch c")))
        .isInstanceOf(Interruption.StoppedException.class)
        .hasMessageContaining("everything is saved");
    assertThat(folder.resolve("saved.a")).exists();
    assertThat(folder.resolve("saved.b")).exists();
    assertThat(folder.resolve("c")).doesNotExist();
  }

  @Test
  void whatTheyPrintIsLoggedButWhatIsThrown() {
    ThrowingCallable failing =
        () -> train("x", Map.of("a", "echo epoch 1; echo error: no luck; exit 2"));
    Invocation invocation =
        Invocation.of(
            () -> {
              assertThatThrownBy(failing).isInstanceOf(InputException.class);
              return 0;
            });
    assertThat(invocation.errorLines()).containsExactly("teacher a: training on x", "epoch 1");
  }

  @Test
  void theProgramIsStartedAsThisOneWas() {
    List<String> command =
        TeacherProcesses.command(new TeacherProcess.Job(run, new Modality(0, "visual"), "cuda:1"));
    assertThat(command.get(0)).endsWith("java");
    assertThat(command)
        .contains("-Xmx2g", System.getProperty("java.class.path"))
        .noneMatch(option -> option.startsWith("-javaagent"))
        .endsWith(
            "org.equimodal.trainer.Main",
            "teacher",
            run.path().toString(),
            "visual",
            "--device",
            "cuda:1");
  }
}
