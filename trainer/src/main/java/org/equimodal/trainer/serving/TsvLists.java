package org.equimodal.trainer.serving;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import org.equimodal.datasets.IdTable;

/** A table with tabs between its columns: user, item, rank from 1, score. */
final class TsvLists implements ListWriter {

  private final Writer out;
  private final Ids users;
  private final Ids items;
  private boolean begun;

  /** Over a writer that is left open. */
  TsvLists(Writer out, Ids users, Ids items) {
    this.out = out;
    this.users = users;
    this.items = items;
  }

  @Override
  public void accept(int user, int[] list, float[] scores) {
    StringBuilder lines = new StringBuilder();
    for (int rank = 0; rank < list.length; rank++) {
      lines.append(IdTable.quoted(users.name(user))).append('\t');
      lines.append(IdTable.quoted(items.name(list[rank]))).append('\t');
      lines.append(rank + 1).append('\t').append(scores[rank]).append('\n');
    }
    try {
      begin();
      out.append(lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void begin() throws IOException {
    if (!begun) {
      out.append("user\titem\trank\tscore\n");
      begun = true;
    }
  }

  @Override
  public void close() throws IOException {
    begin();
    out.flush();
  }
}
