package org.equimodal.datasets;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * NumPy's {@code .npy} files (NumPy Enhancement Proposal 1). Reads those of any number of
 * dimensions: versions 1.0, 2.0 and 3.0; dtypes f2, f4, f8, i4 and i8 in either byte order; C and
 * Fortran order. Pickled objects are refused.
 *
 * <p>The array must fit into one Java array. Matrices of features, of any size, are read by {@link
 * ItemFeatures#read}.
 */
public final class NpyFile {
  private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;
  private static final byte[] VERSION_1 = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
  private static final int ALIGNMENT = 64;

  private NpyFile() {}

  /**
   * Reads a file.
   *
   * @throws InputException if the file is missing, damaged or of another type
   */
  public static NpyArray read(Path file) {
    try (FileChannel channel = FileChannel.open(file)) {
      return read(channel, file.toString(), channel.size());
    } catch (IOException e) {
      throw new InputException(
          "cannot read " + file + ": " + Reason.of(e) + "; check the file and its permissions", e);
    }
  }

  /**
   * Reads a stream to its end, for example an entry of an {@code .npz} archive. The stream is not
   * closed.
   *
   * @param where what the stream comes from, for messages
   * @throws InputException if the content is damaged or of another type
   */
  public static NpyArray read(InputStream stream, String where) {
    return read(Channels.newChannel(stream), where, Long.MAX_VALUE);
  }

  /**
   * What a file of version 1.0 begins with that holds a matrix of little-endian 32-bit floats in C
   * order; the values follow.
   */
  public static byte[] header(long rows, long columns) {
    String dictionary =
        "{'descr': '<f4', 'fortran_order': False, 'shape': (%d, %d), }".formatted(rows, columns);
    int unpadded = VERSION_1.length + Short.BYTES + dictionary.length() + 1;
    String padded = dictionary + " ".repeat(Math.floorMod(-unpadded, ALIGNMENT)) + "\n";
    return ByteBuffer.allocate(VERSION_1.length + Short.BYTES + padded.length())
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(VERSION_1)
        .putShort((short) padded.length())
        .put(padded.getBytes(StandardCharsets.US_ASCII))
        .array();
  }

  /** Reads a channel that has at most {@code available} bytes. */
  private static NpyArray read(ReadableByteChannel channel, String where, long available) {
    NpyInput input = new NpyInput(channel, where, null);
    NpyHeader header = NpyHeader.read(input);
    header.requireType(where, header.isFloat() || header.isInteger(), "f2, f4, f8, i4 or i8");
    long bytes = header.bodyBytes(where);
    if (bytes > LARGEST_ARRAY || Arrays.stream(header.shape()).anyMatch(d -> d > LARGEST_ARRAY)) {
      throw new InputException(
          "%s has shape %s, too large for one array".formatted(where, header.shapeText()));
    }
    if (bytes > available - input.position()) {
      throw new InputException(
          "%s is cut short: shape %s of dtype %s needs %d bytes after the header, the file has %d; copy or write the file again"
              .formatted(
                  where, header.shapeText(), header.dtype(), bytes, available - input.position()));
    }
    ByteBuffer body = input.bytes((int) bytes).order(header.order());
    if (input.fill(ByteBuffer.allocate(1)).hasRemaining()) {
      throw new InputException(
          "%s has bytes after its end: shape %s of dtype %s needs %d bytes after the header; copy or write the file again"
              .formatted(where, header.shapeText(), header.dtype(), bytes));
    }
    return decode(header, body);
  }

  private static NpyArray decode(NpyHeader header, ByteBuffer body) {
    int[] shape = new int[header.shape().length];
    for (int d = 0; d < shape.length; d++) {
      shape[d] = (int) header.shape()[d];
    }
    int itemBytes = header.itemBytes();
    int size = body.remaining() / itemBytes;
    double[] reals = header.isFloat() ? new double[size] : null;
    long[] integers = header.isFloat() ? null : new long[size];
    for (int k = 0; k < size; k++) {
      int source = header.fortran() ? fortranIndex(k, shape) : k;
      if (reals == null) {
        integers[k] = NpyValues.integer(body, itemBytes, source);
      } else {
        reals[k] = NpyValues.real(body, itemBytes, source);
      }
    }
    return new NpyArray(shape, reals, integers);
  }

  /** Where a file in Fortran order has the value that C order puts at {@code index}. */
  private static int fortranIndex(int index, int[] shape) {
    int rest = index;
    int source = 0;
    int size = 1;
    for (int dimension : shape) {
      size *= dimension;
    }
    int stride = size;
    for (int d = shape.length - 1; d >= 0; d--) {
      stride /= shape[d];
      source += rest % shape[d] * stride;
      rest /= shape[d];
    }
    return source;
  }
}
