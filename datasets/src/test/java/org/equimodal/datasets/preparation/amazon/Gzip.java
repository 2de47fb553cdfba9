package org.equimodal.datasets.preparation.amazon;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** Writes compressed files. */
public final class Gzip {
  private Gzip() {}

  /** Writes lines, each with its end, and returns the file. */
  public static Path write(Path file, String... lines) throws IOException {
    return Files.write(file, bytes(lines));
  }

  /** The compressed bytes of lines. */
  public static byte[] bytes(String... lines) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }
}
