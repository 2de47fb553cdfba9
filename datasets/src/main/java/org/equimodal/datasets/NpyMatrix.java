package org.equimodal.datasets;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.ObjIntConsumer;

/**
 * A matrix read from a {@code .npy} file as 32-bit floats, in blocks of consecutive rows so that no
 * array outgrows Java's limits. The file is read once, in sequence, and hashed on the way.
 *
 * @param rows number of rows
 * @param columns number of columns
 * @param blockRows rows per block; the last block may have fewer
 * @param blocks the rows, row-major
 * @param sha256 SHA-256 of the file's bytes
 */
@SuppressWarnings("ArrayRecordComponent")
record NpyMatrix(int rows, int columns, int blockRows, float[][] blocks, String sha256) {
  /** Values in a block of 1 GiB. */
  static final int BLOCK_VALUES = 1 << 28;

  private static final int BUFFER_BYTES = 1 << 20;
  private static final int PANEL_COLUMNS = 16;
  private static final int PANEL_VALUES = 1 << 24;
  private static final String DTYPES = "f2, f4 or f8";

  /** The header of a file of features: two dimensions, both of a size that can be read. */
  static NpyHeader header(Path file) {
    try (FileChannel channel = FileChannel.open(file)) {
      return header(new NpyInput(channel, file.toString(), null));
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /**
   * Gives every row with its index, in sequence. Only a file in Fortran order is held in memory for
   * it.
   *
   * @param taker takes a row, which may be reused afterwards
   */
  static void forEachRow(Path file, ObjIntConsumer<float[]> taker) {
    try (FileChannel channel = FileChannel.open(file)) {
      NpyInput input = new NpyInput(channel, file.toString(), null);
      NpyHeader header = header(input);
      requireSize(input, header, channel.size());
      int rows = (int) header.shape()[0];
      int columns = (int) header.shape()[1];
      if (header.fortran()) {
        int blockRows = blockRows(file, rows, columns, BLOCK_VALUES);
        float[][] blocks = allocate(rows, columns, blockRows);
        readColumns(input, header, blocks, blockRows);
        for (int row = 0; row < rows; row++) {
          int start = row % blockRows * columns;
          taker.accept(Arrays.copyOfRange(blocks[row / blockRows], start, start + columns), row);
        }
        return;
      }
      float[] values = new float[columns];
      for (int row = 0; row < rows; row++) {
        readValues(input, header, values, columns);
        taker.accept(values, row);
      }
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /**
   * Reads the file.
   *
   * @param blockValues the most values a block may hold
   */
  static NpyMatrix read(Path file, int blockValues) {
    try (FileChannel channel = FileChannel.open(file)) {
      Sha256 hash = new Sha256();
      NpyInput input = new NpyInput(channel, file.toString(), hash);
      NpyHeader header = header(input);
      requireSize(input, header, channel.size());
      int rows = (int) header.shape()[0];
      int columns = (int) header.shape()[1];
      int blockRows = blockRows(file, rows, columns, blockValues);
      float[][] blocks = allocate(rows, columns, blockRows);
      if (header.fortran()) {
        readColumns(input, header, blocks, blockRows);
      } else {
        for (float[] block : blocks) {
          readValues(input, header, block, block.length);
        }
      }
      return new NpyMatrix(rows, columns, blockRows, blocks, hash.hex());
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static NpyHeader header(NpyInput input) {
    NpyHeader header = NpyHeader.read(input);
    header.requireType(input.where, header.isFloat(), DTYPES);
    long[] shape = header.shape();
    if (shape.length != 2) {
      throw new InputException(
          "%s has shape %s; expected two dimensions, items and columns: reshape it before numpy.save"
              .formatted(input.where, header.shapeText()));
    }
    if (shape[0] == 0
        || shape[1] == 0
        || shape[0] > Integer.MAX_VALUE - 8
        || shape[1] > Integer.MAX_VALUE - 8) {
      throw new InputException(
          "%s has shape %s; expected at least one and fewer than 2^31 rows and columns: write the file again"
              .formatted(input.where, header.shapeText()));
    }
    return header;
  }

  private static void requireSize(NpyInput input, NpyHeader header, long fileBytes) {
    long expected = header.bodyBytes(input.where);
    long actual = fileBytes - input.position();
    if (actual != expected) {
      throw new InputException(
          "%s %s: shape %s of dtype %s needs %d bytes after the header, the file has %d; copy or write the file again"
              .formatted(
                  input.where,
                  actual < expected ? "is cut short" : "has bytes after its end",
                  header.shapeText(),
                  header.dtype(),
                  expected,
                  actual));
    }
  }

  private static int blockRows(Path file, int rows, int columns, int blockValues) {
    if (columns > blockValues) {
      throw new InputException(
          "%s has %d columns, more than the %d that fit in memory as one row; reduce the features' width"
              .formatted(file, columns, blockValues));
    }
    return Math.min(rows, blockValues / columns);
  }

  /** Blocks of zeros for all rows. */
  static float[][] allocate(int rows, int columns, int blockRows) {
    float[][] blocks = new float[(rows - 1) / blockRows + 1][];
    for (int b = 0; b < blocks.length; b++) {
      blocks[b] = new float[Math.min(blockRows, rows - b * blockRows) * columns];
    }
    return blocks;
  }

  /** Reads the next {@code count} values of the file into the start of the target. */
  private static void readValues(NpyInput input, NpyHeader header, float[] target, int count) {
    ByteBuffer buffer =
        ByteBuffer.allocate((int) Math.min(BUFFER_BYTES, (long) count * header.itemBytes()));
    buffer.order(header.order());
    int perBuffer = buffer.capacity() / header.itemBytes();
    for (int done = 0; done < count; done += perBuffer) {
      int values = Math.min(perBuffer, count - done);
      input.fill(buffer.clear().limit(values * header.itemBytes()));
      if (buffer.remaining() < values * header.itemBytes()) {
        throw input.truncated();
      }
      NpyValues.floats(buffer, header.itemBytes(), target, done, values);
    }
  }

  /**
   * Reads columns, a panel of neighbouring ones at a time, and writes each panel across the rows.
   */
  private static void readColumns(
      NpyInput input, NpyHeader header, float[][] blocks, int blockRows) {
    int rows = (int) header.shape()[0];
    int columns = (int) header.shape()[1];
    int width = Math.max(1, Math.min(Math.min(PANEL_COLUMNS, columns), PANEL_VALUES / rows));
    float[] panel = new float[width * rows];
    for (int first = 0; first < columns; first += width) {
      int panelColumns = Math.min(width, columns - first);
      readValues(input, header, panel, panelColumns * rows);
      for (int row = 0; row < rows; row++) {
        float[] block = blocks[row / blockRows];
        int target = row % blockRows * columns + first;
        for (int column = 0; column < panelColumns; column++) {
          block[target + column] = panel[column * rows + row];
        }
      }
    }
  }

  private static InputException unreadable(Path file, IOException e) {
    return new InputException(
        "cannot read " + file + ": " + Reason.of(e) + "; check the file and its permissions", e);
  }
}
