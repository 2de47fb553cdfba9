package org.equimodal.datasets;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Writes {@code .npy} files for tests, in every version, type, byte order and index order that is
 * read.
 */
public final class NpyWriter {
  private NpyWriter() {}

  /** A version 1.0 file of little-endian f4 in C order. */
  public static byte[] floats(int rows, int columns, float... values) {
    double[] doubles = new double[values.length];
    Arrays.setAll(doubles, k -> values[k]);
    return bytes(1, "<f4", false, new int[] {rows, columns}, doubles);
  }

  /**
   * A file.
   *
   * @param descr one of f2, f4, f8, i4, i8 after {@code <} or {@code >}
   * @param values in C order, whatever the order of the file
   */
  public static byte[] bytes(
      int version, String descr, boolean fortran, int[] shape, double[] values) {
    String dimensions =
        Arrays.stream(shape).mapToObj(Integer::toString).collect(Collectors.joining(", "));
    String dictionary =
        "{'descr': '%s', 'fortran_order': %s, 'shape': (%s), }"
            .formatted(
                descr,
                fortran ? "True" : "False",
                shape.length == 1 ? dimensions + "," : dimensions);
    return concatenate(header(version, dictionary), body(descr, fortran, shape, values));
  }

  /** The magic, the version, the length and the dictionary, padded to 64 bytes. */
  public static byte[] header(int version, String dictionary) {
    int lengthBytes = version == 1 ? Short.BYTES : Integer.BYTES;
    int unpadded = 8 + lengthBytes + dictionary.length() + 1;
    String padded = dictionary + " ".repeat(Math.floorMod(-unpadded, 64)) + "\n";
    ByteBuffer buffer =
        ByteBuffer.allocate(8 + lengthBytes + padded.length()).order(ByteOrder.LITTLE_ENDIAN);
    buffer.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
    if (version == 1) {
      buffer.putShort((short) padded.length());
    } else {
      buffer.putInt(padded.length());
    }
    return buffer.put(padded.getBytes(StandardCharsets.US_ASCII)).array();
  }

  private static byte[] body(String descr, boolean fortran, int[] shape, double[] values) {
    int itemBytes = descr.charAt(2) - '0';
    ByteBuffer buffer = ByteBuffer.allocate(values.length * itemBytes);
    buffer.order(descr.charAt(0) == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    int columns = fortran ? shape[1] : 0;
    for (int k = 0; k < values.length; k++) {
      double value = fortran ? values[k % shape[0] * columns + k / shape[0]] : values[k];
      switch (descr.substring(1)) {
        case "f2" -> buffer.putShort(half(value));
        case "f4" -> buffer.putFloat((float) value);
        case "f8" -> buffer.putDouble(value);
        case "i4" -> buffer.putInt((int) value);
        case "i8" -> buffer.putLong((long) value);
        default -> throw new IllegalArgumentException(descr);
      }
    }
    return buffer.array();
  }

  /** The bits of a normal half-precision number or zero; the value must be exactly one. */
  private static short half(double value) {
    if (value == 0) {
      return 0;
    }
    int exponent = Math.getExponent(value);
    int fraction = (int) ((Math.abs(value) / Math.scalb(1.0, exponent) - 1) * 1024);
    return (short) ((value < 0 ? 0x8000 : 0) | (exponent + 15) << 10 | fraction);
  }

  /** One array after the other. */
  public static byte[] concatenate(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  /** Writes the bytes and returns the path. */
  public static Path write(Path path, byte[] bytes) {
    try {
      Files.createDirectories(path.getParent());
      return Files.write(path, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
