package org.equimodal.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.equimodal.datasets.InputException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Folders that look like those of libtorch. */
class LibtorchFolderTest {

  private static final String SUPPORTED = "2.7.1";

  @TempDir Path root;
  private Path lib;

  @BeforeEach
  void unpack() throws IOException {
    lib = Files.createDirectory(root.resolve("lib"));
    library("torch");
  }

  private Path library(String name) throws IOException {
    return Files.createFile(lib.resolve(System.mapLibraryName(name)));
  }

  private LibtorchFolder found() {
    return LibtorchFolder.find(lib.toString());
  }

  @Test
  void isFoundWhereDjlFindsIt() {
    assertThat(found().path()).isEqualTo(lib);
    String library = lib.resolve(System.mapLibraryName("torch")).toString();
    assertThat(LibtorchFolder.find(library).path()).isEqualTo(lib);
    String several = String.join(File.pathSeparator, "", root.toString(), lib.toString());
    assertThat(LibtorchFolder.find(several).path()).isEqualTo(lib);
  }

  @Test
  void isMissedWhereItIsNot() {
    assertThatThrownBy(() -> LibtorchFolder.find(root.toString()))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(
            "PYTORCH_LIBRARY_PATH: there is no " + System.mapLibraryName("torch"))
        .hasMessageContaining(root.toString())
        .message()
        .hasLineCount(1);
  }

  @Test
  void takesTheJniLibraryForTheCpu() {
    assertThat(found().flavour()).isEqualTo("cpu");
    assertThatCode(() -> found().check(null, null, SUPPORTED)).doesNotThrowAnyException();
    assertThatCode(() -> found().check("cpu", SUPPORTED, SUPPORTED)).doesNotThrowAnyException();
  }

  @Test
  void takesTheJniLibraryForCuda() throws IOException {
    library("torch_cuda");
    assertThat(found().flavour()).isEqualTo("cu128");
    assumeTrue(
        System.getProperty("os.arch").equals("amd64")
            && !System.getProperty("os.name").contains("Mac"),
        "DJL has no JNI library for CUDA on this system");
    assertThatCode(() -> found().check(null, null, SUPPORTED)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({"build-version, 2.7.1+cu128", "version.py, __version__ = '2.7.1+cu126'"})
  void saysItsVersion(String file, String text) throws IOException {
    Files.writeString(root.resolve(file), text + "\n");
    assertThat(found().version()).contains(SUPPORTED);
    assertThatCode(() -> found().check(null, null, SUPPORTED)).doesNotThrowAnyException();
  }

  @Test
  void mayBeOfAnUnknownVersion() throws IOException {
    assertThat(found().version()).isEmpty();
    Files.writeString(root.resolve("build-version"), "nightly");
    assertThat(found().version()).isEmpty();
  }

  @Test
  void isRefusedInAnotherVersion() throws IOException {
    Files.writeString(root.resolve("build-version"), "2.13.0+cu130\n");
    assertThatThrownBy(() -> found().check(null, null, SUPPORTED))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(lib + " holds libtorch 2.13.0, but only 2.7.1 fits")
        .message()
        .hasLineCount(1);
  }

  @Test
  void isRefusedWhereTheEnvironmentContradictsIt() {
    assertThatThrownBy(() -> found().check("cu128", null, SUPPORTED))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("PYTORCH_FLAVOR is 'cu128', but the libtorch in " + lib)
        .hasMessageEndingWith("is built for the CPU and takes cpu; unset it");
    assertThatThrownBy(() -> found().check(null, "2.5.1", SUPPORTED))
        .isInstanceOf(InputException.class)
        .hasMessage("PYTORCH_VERSION is 2.5.1, but only libtorch 2.7.1 fits; unset it");
  }
}
