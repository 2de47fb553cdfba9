package org.equimodal.datasets.preparation;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.equimodal.datasets.InputException;
import org.equimodal.datasets.Reason;

/** Interactions in text files, one per line, read one file after the other. */
public final class InteractionFiles implements InteractionSource {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final List<Path> files;
  private final Optional<TextFormat> format;
  private final boolean header;
  private final RawColumns columns;

  /**
   * Files of one form.
   *
   * @param files UTF-8 text, compressed by gzip where the name ends with {@code .gz}
   * @param format how they are written; absent: as their endings say
   * @param header whether the first line of a tab- or comma-separated file names the columns
   * @param columns where the parts of an interaction stand
   */
  public InteractionFiles(
      List<Path> files, Optional<TextFormat> format, boolean header, RawColumns columns) {
    this.files = List.copyOf(files);
    this.format = format;
    this.header = header;
    this.columns = columns;
  }

  @Override
  public List<Path> files() {
    return files;
  }

  @Override
  public void read(InteractionSink sink) {
    for (Path file : files) {
      read(file, sink);
    }
  }

  private void read(Path file, InteractionSink sink) {
    TextFormat chosen = format.orElseGet(() -> TextFormat.of(file));
    if (!Files.isRegularFile(file)) {
      throw new InputException(
          file + (Files.exists(file) ? " is no file" : " does not exist") + "; check its name");
    }
    RawLine line = new RawLine(file, columns, sink);
    try (BufferedReader text = open(file)) {
      if (text.read() < 0) {
        throw new InputException(file + " is empty: expected one interaction per line");
      }
      text.reset();
      if (chosen == TextFormat.JSONL) {
        new JsonLines(line, columns).read(text);
      } else {
        new DelimitedLines(line, columns, header).read(text, chosen);
      }
    } catch (CharacterCodingException e) {
      throw line.broken("is not UTF-8 text; convert it", e);
    } catch (ZipException | EOFException e) {
      throw line.broken("is not whole as a gzip file: " + e.getMessage() + "; fetch it again", e);
    } catch (IOException e) {
      throw line.broken(
          "cannot be read: " + Reason.of(e) + "; check the file and its permissions", e);
    }
  }

  /** The text after its byte order mark if it has one, marked at its beginning. */
  private static BufferedReader open(Path file) throws IOException {
    InputStream bytes = new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES);
    try {
      if (file.toString().toLowerCase(Locale.ROOT).endsWith(TextFormat.GZIP)) {
        bytes = new GZIPInputStream(bytes, BUFFER_BYTES);
      }
      BufferedReader text =
          new BufferedReader(
              new InputStreamReader(bytes, StandardCharsets.UTF_8.newDecoder()), BUFFER_BYTES);
      text.mark(1);
      if (text.read() == BYTE_ORDER_MARK) {
        text.mark(1);
      } else {
        text.reset();
      }
      return text;
    } catch (IOException e) {
      bytes.close();
      throw e;
    }
  }
}
