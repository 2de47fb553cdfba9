package org.equimodal.trainer.encoding;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.equimodal.datasets.InputException;
import org.equimodal.datasets.NpyFile;

/**
 * All rows, in the order of items. They stay in the part file until they are written; an item
 * without a row takes the mean of the others.
 */
final class EncodedRows {

  private static final long NONE = -1;

  private final PartFile part;
  private final int[] order;
  private final long[] places;
  private final List<Fault> faults = new ArrayList<>();
  private int next;
  private int width;
  private double[] sum;

  /**
   * Why an item has no row of its own.
   *
   * @param item its number
   * @param why in a few words
   */
  record Fault(int item, String why) {}

  /**
   * Finds them.
   *
   * @param part with the batches of all items
   * @param order in which they were encoded
   * @throws InputException if rows differ in width
   */
  EncodedRows(PartFile part, int[] order) {
    this.part = part;
    this.order = order;
    places = new long[order.length];
    part.read(this::take);
  }

  private void take(int index, EncodedBatch batch, long rowsAt) {
    if (width == 0 && batch.width() > 0) {
      width = batch.width();
      sum = new double[width];
    }
    if (batch.width() > 0 && batch.width() != width) {
      throw new InputException(
          "the model makes rows of %d and of %d values; features need one width"
              .formatted(width, batch.width()));
    }
    int row = 0;
    for (String fault : batch.faults()) {
      int item = order[next++];
      if (fault == null) {
        places[item] = rowsAt + (long) row * width * Float.BYTES;
        for (int column = 0; column < width; column++) {
          sum[column] += batch.values()[row * width + column];
        }
        row++;
      } else {
        places[item] = NONE;
        faults.add(new Fault(item, fault));
      }
    }
  }

  /** Number of columns; 0 if no item has a row. */
  int width() {
    return width;
  }

  /** The items without a row of their own. */
  List<Fault> faults() {
    return List.copyOf(faults);
  }

  /** Writes all of it as {@code .npy}, version 1.0, little-endian f4 in C order. */
  void writeNpy(OutputStream out) throws IOException {
    out.write(NpyFile.header(places.length, width));
    byte[] mean = mean();
    ByteBuffer row = PartFile.littleEndian(width * Float.BYTES);
    for (long place : places) {
      if (place == NONE) {
        out.write(mean);
      } else {
        part.read(row, place);
        out.write(row.array());
      }
    }
  }

  private byte[] mean() {
    int rows = places.length - faults.size();
    ByteBuffer mean = PartFile.littleEndian(width * Float.BYTES);
    Arrays.stream(sum).forEach(value -> mean.putFloat((float) (value / rows)));
    return mean.array();
  }
}
