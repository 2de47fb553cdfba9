package org.equimodal.trainer.serving;

import com.jerolba.carpet.CarpetWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * A Parquet file of a row per user and item: user, item, rank from 1, score. It is not compressed:
 * ids are stored once each and rows refer to them, so what is left to gain are the scores.
 */
final class ParquetLists implements ListWriter {

  private final CarpetWriter<Row> rows;
  private final Ids users;
  private final Ids items;

  /** A row of the file. */
  record Row(String user, String item, int rank, float score) {}

  /** Over a stream that {@link #close} closes. */
  ParquetLists(OutputStream out, Ids users, Ids items) {
    try {
      rows =
          new CarpetWriter.Builder<>(out, Row.class)
              .withCompressionCodec(CompressionCodecName.UNCOMPRESSED)
              .build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.users = users;
    this.items = items;
  }

  @Override
  public void accept(int user, int[] list, float[] scores) {
    try {
      for (int rank = 0; rank < list.length; rank++) {
        rows.write(new Row(users.name(user), items.name(list[rank]), rank + 1, scores[rank]));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }
}
