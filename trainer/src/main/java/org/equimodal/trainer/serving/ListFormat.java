package org.equimodal.trainer.serving;

import java.io.BufferedWriter;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What lists of recommendations can be written as. */
public enum ListFormat {
  /** A table with tabs between its columns. */
  TSV {
    @Override
    public Optional<ListWriter> asText(Writer out, Ids users, Ids items) {
      return Optional.of(new TsvLists(out, users, items));
    }
  },
  /** A line of JSON per user. */
  JSONL {
    @Override
    public Optional<ListWriter> asText(Writer out, Ids users, Ids items) {
      return Optional.of(new JsonLists(out, users, items));
    }
  },
  /** A Parquet file. */
  PARQUET {
    @Override
    public Optional<ListWriter> asText(Writer out, Ids users, Ids items) {
      return Optional.empty();
    }
  };

  /**
   * Writes lists as text.
   *
   * @param out is left open
   * @return nothing if the format is not text
   */
  public abstract Optional<ListWriter> asText(Writer out, Ids users, Ids items);

  /**
   * Writes lists as bytes, text in UTF-8.
   *
   * @param out is closed after the writer, if not with it
   */
  public ListWriter asBytes(OutputStream out, Ids users, Ids items) {
    Writer text = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    return asText(text, users, items).orElseGet(() -> new ParquetLists(out, users, items));
  }
}
