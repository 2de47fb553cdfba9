package org.equimodal.datasets;

import java.nio.ByteBuffer;

/**
 * Turns the bytes of {@code .npy} values into numbers; the buffer must be in the values' byte
 * order.
 */
final class NpyValues {
  private NpyValues() {}

  /** Decodes {@code count} floating-point values of 2, 4 or 8 bytes as 32-bit floats. */
  static void floats(ByteBuffer bytes, int itemBytes, float[] target, int offset, int count) {
    switch (itemBytes) {
      case Short.BYTES -> {
        for (int k = 0; k < count; k++) {
          target[offset + k] = half(bytes.getShort(k * Short.BYTES));
        }
      }
      case Float.BYTES -> bytes.asFloatBuffer().get(target, offset, count);
      default -> {
        for (int k = 0; k < count; k++) {
          target[offset + k] = (float) bytes.getDouble(k * Double.BYTES);
        }
      }
    }
  }

  /** The floating-point value with an index. */
  static double real(ByteBuffer bytes, int itemBytes, int index) {
    return switch (itemBytes) {
      case Short.BYTES -> half(bytes.getShort(index * itemBytes));
      case Float.BYTES -> bytes.getFloat(index * itemBytes);
      default -> bytes.getDouble(index * itemBytes);
    };
  }

  /** The integer of 4 or 8 bytes with an index. */
  static long integer(ByteBuffer bytes, int itemBytes, int index) {
    return itemBytes == Integer.BYTES
        ? bytes.getInt(index * itemBytes)
        : bytes.getLong(index * itemBytes);
  }

  /** The value of an IEEE 754 half-precision number, exactly. */
  static float half(short bits) {
    int sign = (bits & 0x8000) << 16;
    int exponent = (bits >>> 10) & 0x1F;
    int fraction = bits & 0x3FF;
    if (exponent == 0x1F) {
      return Float.intBitsToFloat(sign | 0x7F800000 | fraction << 13);
    }
    if (exponent == 0) {
      float magnitude = fraction * 0x1p-24f;
      return sign == 0 ? magnitude : -magnitude;
    }
    return Float.intBitsToFloat(sign | (exponent + 127 - 15) << 23 | fraction << 13);
  }
}
