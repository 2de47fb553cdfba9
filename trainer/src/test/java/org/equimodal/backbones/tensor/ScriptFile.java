package org.equimodal.backbones.tensor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes TorchScript archives for tests, from source text. */
public final class ScriptFile {

  /** The module's class, the type of {@code self}. */
  public static final String CLASS = "Tiny";

  private ScriptFile() {}

  /**
   * Writes a module without parameters.
   *
   * @param methods its methods, indented by two spaces
   */
  public static Path write(Path file, String methods) {
    try {
      Files.createDirectories(file.getParent());
      return Files.write(file, TorchScriptArchive.pack(CLASS, methods));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
