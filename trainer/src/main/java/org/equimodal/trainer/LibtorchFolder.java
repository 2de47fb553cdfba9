package org.equimodal.trainer;

import ai.djl.util.Platform;
import ai.djl.util.Utils;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.equimodal.datasets.InputException;

/**
 * The libtorch that the user brings with {@code PYTORCH_LIBRARY_PATH}. DJL takes the variable at
 * its word: where there is no libtorch it quietly uses the one in the jar, a flavour that is not
 * given it guesses in a way that no JNI library of today is called, and a libtorch of another
 * version than the JNI library ends the process at the first tensor. So the folder is looked at
 * before the engine is loaded.
 *
 * @param path the folder
 */
record LibtorchFolder(Path path) {

  static final String VARIABLE = "PYTORCH_LIBRARY_PATH";
  static final String FLAVOUR = "PYTORCH_FLAVOR";
  private static final String VERSION = "PYTORCH_VERSION";

  /** What DJL calls the builds of its JNI library; the second one goes with any CUDA 12. */
  private static final String CPU = "cpu";

  private static final String CUDA = "cu128";

  private static final String LIBTORCH = System.mapLibraryName("torch");
  private static final String LIBTORCH_CUDA = System.mapLibraryName("torch_cuda");
  private static final String JNI = System.mapLibraryName("djl_torch");
  private static final Pattern NUMBER = Pattern.compile("\\d+\\.\\d+\\.\\d+");

  /**
   * The folder that the environment names, if it names one.
   *
   * @throws InputException if libtorch is not there
   */
  static Optional<LibtorchFolder> named() {
    return variable().map(LibtorchFolder::find);
  }

  /** Whether the environment names one, be libtorch there or not. */
  static boolean isNamed() {
    return variable().isPresent();
  }

  private static Optional<String> variable() {
    return Optional.ofNullable(Utils.getEnvOrSystemProperty(VARIABLE))
        .filter(named -> !named.isEmpty());
  }

  /**
   * Tells DJL what it has to know of the folder.
   *
   * @throws InputException if the engine could not be loaded from it
   */
  void prepare() {
    if (!bringsJni()) {
      check(
          Utils.getEnvOrSystemProperty(FLAVOUR),
          Utils.getEnvOrSystemProperty(VERSION),
          jniVersion());
    }
    System.setProperty(FLAVOUR, flavour());
  }

  /**
   * Looks where DJL looks.
   *
   * @param named folders, or libtorch itself
   * @throws InputException if it is not there
   */
  static LibtorchFolder find(String named) {
    return Arrays.stream(named.split(File.pathSeparator))
        .filter(entry -> !entry.isEmpty())
        .map(Path::of)
        .map(path -> path.endsWith(LIBTORCH) ? path.toAbsolutePath().getParent() : path)
        .filter(path -> Files.isRegularFile(path.resolve(LIBTORCH)))
        .map(LibtorchFolder::new)
        .findFirst()
        .orElseThrow(
            () ->
                new InputException(
                    VARIABLE
                        + ": there is no "
                        + LIBTORCH
                        + " in "
                        + named
                        + "; name the folder that holds it (lib in libtorch's own archive, torch/lib in a Python"
                        + " package), or unset it to use the CPU libtorch in the jar"));
  }

  /**
   * Checks that the JNI library in the jar fits.
   *
   * @param flavour what the user says of it, or null
   * @param version likewise
   * @param supported version that the JNI library is for
   * @throws InputException if it does not, and what to do
   */
  void check(String flavour, String version, String supported) {
    Optional<String> found = version();
    if (found.isPresent() && !found.get().equals(supported)) {
      throw new InputException(
          VARIABLE
              + ": "
              + path
              + " holds libtorch "
              + found.get()
              + ", but only "
              + supported
              + " fits; name a libtorch "
              + supported
              + ", or unset it to use the CPU libtorch in the jar");
    }
    if (version != null && !version.isEmpty() && !version.equals(supported)) {
      throw new InputException(
          VERSION + " is " + version + ", but only libtorch " + supported + " fits; unset it");
    }
    if (flavour != null && !flavour.equals(flavour())) {
      throw new InputException(
          FLAVOUR
              + " is '"
              + flavour
              + "', but the libtorch in "
              + path
              + (isCuda() ? " is built for CUDA" : " is built for the CPU")
              + " and takes "
              + flavour()
              + "; unset it");
    }
    String jni =
        String.join("/", "jnilib", Platform.fromSystem("pytorch").getClassifier(), flavour(), JNI);
    if (LibtorchFolder.class.getClassLoader().getResource(jni) == null) {
      throw new InputException(
          VARIABLE
              + ": the libtorch in "
              + path
              + " is built for CUDA, which DJL does not support on this system; unset it to use the CPU libtorch in"
              + " the jar");
    }
  }

  /** Whether it comes with a JNI library of its own, which DJL prefers. */
  private boolean bringsJni() {
    try (Stream<Path> files = Files.list(path)) {
      return files.anyMatch(file -> file.getFileName().toString().endsWith(JNI));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean isCuda() {
    return Files.exists(path.resolve(LIBTORCH_CUDA));
  }

  /** What DJL calls the JNI library for it. */
  String flavour() {
    return isCuda() ? CUDA : CPU;
  }

  /** Its version, if it has kept the file that tells. */
  Optional<String> version() {
    Path parent = path.toAbsolutePath().getParent();
    return Stream.of("build-version", "version.py") // libtorch's own archive, a Python package
        .map(parent::resolve)
        .filter(Files::isRegularFile)
        .flatMap(file -> numberIn(file).stream())
        .findFirst();
  }

  private static Optional<String> numberIn(Path file) {
    try {
      Matcher number = NUMBER.matcher(Files.readString(file));
      return number.find() ? Optional.of(number.group()) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The version of libtorch that the JNI library in the jar is for. */
  static String jniVersion() {
    try (InputStream file =
        LibtorchFolder.class.getResourceAsStream("/jnilib/pytorch.properties")) {
      Properties properties = new Properties();
      properties.load(file);
      return properties.getProperty("jni_version").split("-", 2)[0];
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
