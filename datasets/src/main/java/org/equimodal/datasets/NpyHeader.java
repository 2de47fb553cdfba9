package org.equimodal.datasets;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * What the head of a {@code .npy} file says (NumPy Enhancement Proposal 1, versions 1.0, 2.0 and
 * 3.0).
 *
 * @param dtype the type as it stands in the file, for example {@code <f4}
 * @param kind the type's letter: f for floating point, i for signed integers
 * @param itemBytes bytes per value
 * @param order order of a value's bytes
 * @param fortran whether the first index runs fastest
 * @param shape the dimensions; empty for a single value
 */
@SuppressWarnings("ArrayRecordComponent")
record NpyHeader(
    String dtype, char kind, int itemBytes, ByteOrder order, boolean fortran, long[] shape) {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int LARGEST_HEADER = 1 << 20;

  static NpyHeader read(NpyInput input) {
    ByteBuffer start = input.fill(ByteBuffer.allocate(MAGIC.length + 2));
    if (start.remaining() < start.capacity()
        || !Arrays.equals(start.array(), 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw new InputException(
          "%s is not a .npy file: it does not begin with the bytes \\x93NUMPY; download it again or write it with numpy.save"
              .formatted(input.where));
    }
    int major = start.get(MAGIC.length) & 0xFF;
    int minor = start.get(MAGIC.length + 1) & 0xFF;
    if (major < 1 || major > 3 || minor != 0) {
      throw new InputException(
          "%s has .npy version %d.%d; 1.0, 2.0 and 3.0 can be read: write it again with numpy.save"
              .formatted(input.where, major, minor));
    }
    long length =
        major == 1 ? input.bytes(2).getShort() & 0xFFFF : input.bytes(4).getInt() & 0xFFFFFFFFL;
    if (length > LARGEST_HEADER) {
      throw new InputException(
          "%s has a damaged header: it claims %d bytes; write the file again with numpy.save"
              .formatted(input.where, length));
    }
    Charset charset = major < 3 ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8;
    return new NpyHeaderParser(input.where, charset.decode(input.bytes((int) length)).toString())
        .parse();
  }

  boolean isFloat() {
    return kind == 'f' && (itemBytes == 2 || itemBytes == 4 || itemBytes == 8);
  }

  boolean isInteger() {
    return kind == 'i' && (itemBytes == 4 || itemBytes == 8);
  }

  /** The shape as Python writes it. */
  String shapeText() {
    String inner = Arrays.stream(shape).mapToObj(Long::toString).collect(Collectors.joining(", "));
    return shape.length == 1 ? "(" + inner + ",)" : "(" + inner + ")";
  }

  /** Refuses a type that cannot be read. */
  void requireType(String where, boolean supported, String expected) {
    if (kind == 'O') {
      throw new InputException(
          "%s holds pickled Python objects, which are not read; convert it: numpy.save(file, numpy.asarray(x, dtype=numpy.float32))"
              .formatted(where));
    }
    if (!supported) {
      throw new InputException(
          "%s has dtype %s; expected %s: convert it with astype(numpy.float32)"
              .formatted(where, dtype, expected));
    }
  }

  /** Number of bytes of all values. */
  long bodyBytes(String where) {
    try {
      long bytes = itemBytes;
      for (long dimension : shape) {
        bytes = Math.multiplyExact(bytes, dimension);
      }
      return bytes;
    } catch (ArithmeticException e) {
      throw new InputException(
          "%s claims shape %s, more than a file can hold".formatted(where, shapeText()), e);
    }
  }
}
