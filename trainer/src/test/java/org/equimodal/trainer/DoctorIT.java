package org.equimodal.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.equimodal.trainer.TrainerJar.Finished;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packed program on machines where something is broken. */
class DoctorIT {

  @TempDir Path parent;
  private Path folder;

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createDirectory(parent.resolve("work"));
  }

  private Finished doctor(Map<String, String> environment, String... more) throws Exception {
    String[] arguments = new String[1 + more.length];
    arguments[0] = "doctor";
    System.arraycopy(more, 0, arguments, 1, more.length);
    Finished finished = new TrainerJar(folder, environment).run(arguments);
    assertThat(finished.out() + finished.err()).doesNotContain("\tat ", "Exception in");
    return finished;
  }

  private static void assertFailure(Finished finished, String... parts) {
    assertThat(finished.exitCode()).as(finished.out() + finished.err()).isEqualTo(2);
    assertThat(finished.out().lines().filter(line -> line.startsWith("failure")))
        .as(finished.out())
        .anySatisfy(line -> assertThat(line).contains(parts));
  }

  @Test
  void aWorkingInstallationIsWell() throws Exception {
    Finished finished = doctor(Map.of());
    assertThat(finished.exitCode()).as(finished.out() + finished.err()).isZero();
    assertThat(finished.out()).contains("engine", "device", "kernel", "is right", "no failures");
    assertThat(folder).as("nothing is left").isEmptyDirectory();
  }

  @Test
  void reportsAsJson() throws Exception {
    JsonNode report = new ObjectMapper().readTree(doctor(Map.of(), "--json").out());
    assertThat(report.get("failures").asInt()).isZero();
    assertThat(report.at("/checks/0/check").asText()).isEqualTo("program");
    assertThat(report.at("/checks/0/state").asText()).isEqualTo("ok");
  }

  @Test
  void aCacheThatCannotBeWrittenIsNamed() throws Exception {
    Path file = Files.createFile(parent.resolve("file"));
    Finished finished = doctor(Map.of("DJL_CACHE_DIR", file.resolve("cache").toString()));
    assertFailure(
        finished, "natives", file + " is not a folder; name another folder with DJL_CACHE_DIR");
    assertFailure(finished, "engine", "libtorch is unpacked into");
  }

  @Test
  void aLibtorchThatDoesNotFitIsNotLoaded() throws Exception {
    Path lib = Files.createDirectories(parent.resolve("torch/lib"));
    Files.createFile(lib.resolve(System.mapLibraryName("torch")));
    Files.writeString(parent.resolve("torch/build-version"), "2.13.0\n");
    Finished finished = doctor(Map.of("PYTORCH_LIBRARY_PATH", lib.toString()));
    assertFailure(finished, "libtorch", "holds libtorch 2.13.0, but only");
    assertThat(finished.out()).contains("not tried; see libtorch", "memory");
  }

  @Test
  void aLibtorchThatIsNoneIsNamed() throws Exception {
    assertFailure(
        doctor(Map.of("PYTORCH_LIBRARY_PATH", folder.toString())),
        "libtorch",
        "PYTORCH_LIBRARY_PATH: there is no");
    Path lib = Files.createDirectories(parent.resolve("torch/lib"));
    Files.writeString(lib.resolve(System.mapLibraryName("torch")), "not a library");
    assertFailure(doctor(Map.of("PYTORCH_LIBRARY_PATH", lib.toString())), "engine");
  }

  @Test
  void aSmallHeapAndAFolderForRunsThatIsNoneAreNamedTogether() throws Exception {
    Path file = Files.createFile(parent.resolve("file"));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx48m",
                "-jar",
                System.getProperty("trainer.jar"),
                "doctor",
                "--run-dir",
                file.resolve("runs").toString())
            .directory(folder.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes());
    Finished finished = new Finished(process.waitFor(), out, "");
    assertFailure(finished, "memory", "too little to train; give java more with -Xmx1g");
    assertFailure(finished, "runs", file + " is not a folder; name another folder with --run-dir");
  }

  @Test
  void jnaWithoutItsLibraryIsNamed() throws Exception {
    Finished finished =
        doctor(Map.of("JDK_JAVA_OPTIONS", "-Djna.tmpdir=/dev/null -Djna.nosys=true"));
    assertFailure(finished, "jna", "-Djna.tmpdir=D");
    assertThat(finished.out()).contains("memory", "terminal");
  }

  @Test
  void aGpuThatIsNotThereIsAskedForInVain() throws Exception {
    assumeTrue(!Files.exists(Path.of("/dev/nvidiactl")), "there is a GPU");
    assertFailure(doctor(Map.of(), "--device", "cuda"), "device", "or use --device cpu");
  }
}
