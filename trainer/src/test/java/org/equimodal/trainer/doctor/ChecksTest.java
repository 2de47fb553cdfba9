package org.equimodal.trainer.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.equimodal.datasets.InputException;
import org.equimodal.trainer.doctor.Outcome.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each check says of machines that are and are not as they should be. */
class ChecksTest {

  @TempDir Path folder;

  private static void assertFound(Check check, State state, String... parts) throws Exception {
    Outcome outcome = check.look();
    assertThat(outcome.state()).as(outcome.text()).isEqualTo(state);
    assertThat(outcome.text()).contains(parts);
  }

  /** A folder in which nobody can write, not even a superuser. */
  private Path belowAFile() throws IOException {
    Path file = folder.resolve("file");
    return Files.exists(file) ? file.resolve("below") : Files.createFile(file).resolve("below");
  }

  @ParameterizedTest
  @CsvSource({
    "4, 4, , OK, '4 cores, a thread on each'",
    "4, 64, , WARNING, libtorch starts 64 threads but only 4 cores may be used at once; set OMP_NUM_THREADS=4",
    "4, 64, 4, OK, '4 cores, 4 threads by OMP_NUM_THREADS'",
    "4, 64, 1, OK, 1 threads",
    "4, 4, 8, WARNING, asks for 8 threads but only 4 cores may be used at once; set it to 4",
    "4, 4, all, WARNING, 'OMP_NUM_THREADS is ''all'', which is no number of threads; set it to 4'",
  })
  void threadsFitTheCores(int cores, int visible, String chosen, State state, String part)
      throws Exception {
    assertFound(new ThreadsCheck(cores, visible, chosen), state, part);
  }

  @Test
  void coresAreCountedInLists() {
    assertThat(ThreadsCheck.count("0-1")).isEqualTo(2);
    assertThat(ThreadsCheck.count("5")).isEqualTo(1);
    assertThat(ThreadsCheck.count("0-3,8,10-11")).isEqualTo(7);
    assertThat(ThreadsCheck.ofThisProcess().visible())
        .isGreaterThanOrEqualTo(ThreadsCheck.ofThisProcess().cores());
  }

  @ParameterizedTest
  @CsvSource({
    "1024, 8192, OK, '1,024 of 8,192 MiB'",
    "64, 8192, FAILURE, too little to train; give java more with -Xmx1g",
    "7000, 8192, WARNING, and tensors live outside of it; lower -Xmx or -XX:MaxRAMPercentage",
  })
  void memoryLeavesRoomForTensors(long heap, long physical, State state, String part)
      throws Exception {
    assertFound(new MemoryCheck(heap, physical), state, part);
  }

  @Test
  void foldersCanBeWrittenOrMade() throws Exception {
    assertFound(new WritableFolderCheck("runs", folder, "x"), State.OK, folder.toString());
    assertThat(folder).isEmptyDirectory();
    Path absent = folder.resolve("a/b");
    assertFound(new WritableFolderCheck("runs", absent, "x"), State.OK, "made when needed");
    assertThat(folder).isEmptyDirectory();
    assertFound(
        new WritableFolderCheck("runs", belowAFile(), "name another"),
        State.FAILURE,
        folder.resolve("file") + " is not a folder; name another");
  }

  @Test
  void nativesAreUnpackedOrCanBe() throws Exception {
    assertFound(new NativesCheck(folder, false), State.OK, "the first start unpacks libtorch into");
    assertFound(
        new NativesCheck(belowAFile(), false),
        State.FAILURE,
        "is not a folder; name another folder with DJL_CACHE_DIR");
    assertFound(new NativesCheck(belowAFile(), true), State.OK, "libtorch comes from outside");
  }

  @Test
  void datasetsAreListed() throws Exception {
    Files.createDirectories(folder.resolve("b/5-core"));
    Files.createFile(folder.resolve("b/5-core/train.json"));
    Files.createDirectory(folder.resolve("a"));
    Files.createFile(folder.resolve("a/a.inter"));
    Files.createDirectory(folder.resolve("none"));
    assertFound(new DatasetsCheck(folder), State.OK, "a, b in " + folder);
    assertFound(new DatasetsCheck(folder.resolve("none")), State.OK, "no datasets in");
    assertFound(new DatasetsCheck(folder.resolve("absent")), State.OK, "there is no folder");
    assertFound(
        new DatasetsCheck(folder.resolve("a/a.inter")), State.FAILURE, "cannot be listed; check");
    assertFound(
        new DatasetsCheck(belowAFile()),
        State.WARNING,
        "there is no folder " + belowAFile(),
        "nothing can be prepared or encoded there, " + folder.resolve("file") + " is not a folder;",
        "name another folder with --data-dir");
  }

  @Test
  void terminalsCanShowOurSigns() throws Exception {
    assertFound(new TerminalCheck(() -> true, StandardCharsets.UTF_8), State.OK, "progress bars");
    assertFound(new TerminalCheck(() -> false, StandardCharsets.UTF_8), State.OK, "none");
    assertFound(
        new TerminalCheck(() -> true, StandardCharsets.US_ASCII),
        State.WARNING,
        "US-ASCII has no plus-minus and minus signs; set LC_ALL=C.UTF-8");
  }

  @Test
  void nativesOfThisMachineWork() throws Exception {
    assertFound(new ProgramCheck(), State.OK, "Equimodal", System.getProperty("java.version"));
    assertFound(new JnaCheck(), State.OK, "JNA");
    assertFound(new EngineCheck("2.7.1"), State.OK, "PyTorch 2.7.1", "DJL");
    assertFound(
        new EngineCheck("9.9"), State.FAILURE, "the JNI library is made for 9.9; unset PYTORCH_");
    assertFound(new DeviceCheck("cpu"), State.OK, "cpu");
    assertFound(new KernelCheck("cpu"), State.OK, "is right");
  }

  private record Throwing(Throwable thrown) implements Check {

    @Override
    public String name() {
      return "thrown";
    }

    @Override
    public Outcome look() throws Exception {
      if (thrown instanceof Error e) {
        throw e;
      }
      throw (Exception) thrown;
    }
  }

  @Test
  void whatIsThrownIsAFailureOfOneLineThatSaysWhatToDo() {
    assertThat(Diagnosis.of(new Throwing(new InputException("no; do this"))))
        .isEqualTo(new Diagnosis("thrown", State.FAILURE, "no; do this"));
    assertThat(Diagnosis.of(new Throwing(new UnsatisfiedLinkError("libx.so\nand more"))).text())
        .startsWith("UnsatisfiedLinkError: libx.so; this is not foreseen: mend what other lines");
    Throwable wrapped = new ExceptionInInitializerError(new IOException("full"));
    assertThat(Diagnosis.of(new Throwing(wrapped)).text())
        .startsWith("IOException: full; this is not foreseen");
    assertThat(Diagnosis.of(new Throwing(new OutOfMemoryError())).text())
        .isEqualTo("OutOfMemoryError; give java more with -Xmx");
  }

  @Test
  void diagnosesTravelAsLines() {
    Diagnosis diagnosis = new Diagnosis("device", State.WARNING, "a\tb; c");
    assertThat(Diagnosis.parse(diagnosis.line())).contains(diagnosis);
    assertThat(Diagnosis.parse("WARN: something else")).isEmpty();
    Diagnoses all = Diagnoses.of(java.util.List.of(diagnosis, diagnosis));
    assertThat(all.text()).endsWith("no failures, 2 warnings\n").startsWith("warning  device");
  }
}
