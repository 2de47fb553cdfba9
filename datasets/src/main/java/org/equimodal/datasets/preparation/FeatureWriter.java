package org.equimodal.datasets.preparation;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;
import org.equimodal.datasets.InputException;
import org.equimodal.datasets.NpyFile;

/**
 * A modality's {@code .npy} file in the making: 32-bit floats, [items, width], little-endian, in C
 * order. Every row goes straight to its place; those that never come get the mean of the others, as
 * the released CKD code does for missing images.
 */
final class FeatureWriter implements AutoCloseable {
  private final String where;
  private final FileChannel channel;
  private final int items;
  private final int width;
  private final int headerBytes;
  private final ByteBuffer row;
  private final BitSet found = new BitSet();
  private final double[] sum;

  /**
   * Creates the file.
   *
   * @param where what the rows come from, for messages
   */
  FeatureWriter(Path file, String where, int items, int width) throws IOException {
    if (width < 1) {
      throw new InputException(where + " are " + width + " wide; expected at least one value");
    }
    this.where = where;
    this.items = items;
    this.width = width;
    this.row = ByteBuffer.allocate(width * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    this.sum = new double[width];
    this.channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    byte[] header = NpyFile.header(items, width);
    this.headerBytes = header.length;
    write(ByteBuffer.wrap(header), 0);
  }

  /**
   * Takes an item's row; only its first counts.
   *
   * @param id the item's raw id, for messages
   * @throws InputException if the row has another width or holds NaN or infinity
   */
  void put(int item, String id, float[] values) throws IOException {
    if (found.get(item)) {
      return;
    }
    if (values.length != width) {
      throw new InputException(
          "%s: the row of item '%s' has %d values, expected %d"
              .formatted(where, id, values.length, width));
    }
    row.clear();
    for (int column = 0; column < width; column++) {
      if (!Float.isFinite(values[column])) {
        throw new InputException(
            "%s: item '%s', column %d is %s; replace it in the source"
                .formatted(where, id, column, values[column]));
      }
      sum[column] += values[column];
      row.putFloat(values[column]);
    }
    found.set(item);
    write(row.flip(), position(item));
  }

  /**
   * Gives the items without a row the mean row.
   *
   * @return how many items had one
   * @throws InputException if none had
   */
  int fillMissing() throws IOException {
    int count = found.cardinality();
    if (count == 0) {
      throw new InputException(
          where + " have no row of any item that remains; check that both name items alike");
    }
    row.clear();
    for (double total : sum) {
      row.putFloat((float) (total / count));
    }
    for (int item = found.nextClearBit(0); item < items; item = found.nextClearBit(item + 1)) {
      write(row.rewind(), position(item));
    }
    return count;
  }

  private long position(int item) {
    return headerBytes + (long) item * width * Float.BYTES;
  }

  private void write(ByteBuffer bytes, long position) throws IOException {
    long at = position;
    while (bytes.hasRemaining()) {
      at += channel.write(bytes, at);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
