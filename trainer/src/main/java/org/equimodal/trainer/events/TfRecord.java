package org.equimodal.trainer.events;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * The framing of TensorFlow's record files: the content's length (8 bytes), a checksum of the
 * length (4), the content, a checksum of the content (4); little-endian.
 */
final class TfRecord {

  private static final int MASK = 0xa282ead8;

  private TfRecord() {}

  /** A record. */
  static byte[] of(byte[] content) {
    byte[] length =
        ByteBuffer.allocate(Long.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(content.length)
            .array();
    return ByteBuffer.allocate(Long.BYTES + Integer.BYTES + content.length + Integer.BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(length)
        .putInt(checksum(length))
        .put(content)
        .putInt(checksum(content))
        .array();
  }

  /** CRC-32C, rotated and shifted: a checksum of data that hold checksums would say little. */
  static int checksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return Integer.rotateRight((int) crc.getValue(), 15) + MASK;
  }
}
