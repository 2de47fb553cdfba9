package org.equimodal.trainer.serving;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** How an export is read, with gaps in braces. */
final class ExportReadme {

  private ExportReadme() {}

  static String text() {
    try (InputStream text = ExportReadme.class.getResourceAsStream("export-readme.md")) {
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
