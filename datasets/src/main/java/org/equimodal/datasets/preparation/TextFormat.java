package org.equimodal.datasets.preparation;

import java.nio.file.Path;
import java.util.Locale;
import org.equimodal.datasets.InputException;

/** How a text file of interactions is written. */
public enum TextFormat {
  /** Columns separated by tabs; no quotation. */
  TSV,
  /** Columns separated by commas, quoted where needed (RFC 4180). */
  CSV,
  /** An object of JSON on every line. */
  JSONL;

  static final String GZIP = ".gz";

  /**
   * The format that a file's ending tells, {@code .gz} after it or not.
   *
   * @throws InputException if it tells none
   */
  static TextFormat of(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    String plain = name.endsWith(GZIP) ? name.substring(0, name.length() - GZIP.length()) : name;
    for (TextFormat format : values()) {
      if (plain.endsWith("." + format)) {
        return format;
      }
    }
    throw new InputException(file + ": its ending tells no format; say --format tsv, csv or jsonl");
  }

  /** As on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
