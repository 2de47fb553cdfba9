package org.equimodal.datasets;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The lines of a text file. */
public final class TextLines {
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private TextLines() {}

  /** Takes lines. */
  @FunctionalInterface
  public interface Reader {
    /**
     * Takes one line and its number, counted from 1.
     *
     * @return whether the next is wanted
     */
    boolean line(String line, int number);
  }

  /**
   * Reads a file line by line, as far as its lines are wanted; blank lines are left out.
   *
   * @throws InputException if it cannot be read or is not UTF-8
   */
  public static void read(Path file, Reader reader) {
    int number = 0;
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      boolean wanted = true;
      for (String line = lines.readLine(); wanted && line != null; line = lines.readLine()) {
        number++;
        String text = number == 1 && line.startsWith(BYTE_ORDER_MARK) ? line.substring(1) : line;
        wanted = text.isBlank() || reader.line(text, number);
      }
    } catch (NoSuchFileException e) {
      throw new InputException(file + ": there is no such file", e);
    } catch (CharacterCodingException e) {
      throw new InputException(
          "%s, after line %d: not UTF-8 text; convert the file to UTF-8".formatted(file, number),
          e);
    } catch (IOException e) {
      throw new InputException(
          "cannot read " + file + ": " + Reason.of(e) + "; check the file and its permissions", e);
    }
  }
}
