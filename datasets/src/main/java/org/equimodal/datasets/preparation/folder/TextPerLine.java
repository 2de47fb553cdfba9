package org.equimodal.datasets.preparation.folder;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.equimodal.datasets.InputException;
import org.equimodal.datasets.preparation.ItemFacts;

/**
 * LATTICE's {@code raw_text.txt}: line i, from 0, is the text of item i; blank where it has none.
 * Only a line feed ends a line, as a text may hold other breaks.
 */
record TextPerLine(Path file) implements Descriptions {
  @Override
  public void forEach(BiConsumer<String, ItemFacts> sink) throws IOException {
    StringBuilder line = new StringBuilder();
    int id = 0;
    try (Reader reader = Files.newBufferedReader(file)) {
      for (int character = reader.read(); character >= 0; character = reader.read()) {
        if (character == '\n') {
          tell(id++, line, sink);
        } else {
          line.append((char) character);
        }
      }
      tell(id, line, sink);
    } catch (CharacterCodingException e) {
      throw new InputException(
          "%s, after line %d: not UTF-8 text; convert the file to UTF-8".formatted(file, id), e);
    }
  }

  private static void tell(int id, StringBuilder line, BiConsumer<String, ItemFacts> sink) {
    String text = line.toString().strip();
    line.setLength(0);
    if (!text.isEmpty()) {
      sink.accept(
          Integer.toString(id),
          new ItemFacts(Optional.empty(), Optional.of(text), Optional.empty(), Optional.empty()));
    }
  }
}
