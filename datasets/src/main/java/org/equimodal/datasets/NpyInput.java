package org.equimodal.datasets;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;

/** The bytes of a {@code .npy} file in sequence, hashed on the way if a hash is wanted. */
final class NpyInput {
  /** What the bytes come from, for messages. */
  final String where;

  private final ReadableByteChannel channel;
  private final Sha256 hash;
  private long position;

  /**
   * An input at its start.
   *
   * @param hash takes every byte read; null: none is wanted
   */
  NpyInput(ReadableByteChannel channel, String where, Sha256 hash) {
    this.channel = channel;
    this.where = where;
    this.hash = hash;
  }

  /** Number of bytes read so far. */
  long position() {
    return position;
  }

  /** Fills the buffer up to its limit, or to the end of the input, and flips it. */
  ByteBuffer fill(ByteBuffer buffer) {
    try {
      while (buffer.hasRemaining()) {
        if (channel.read(buffer) < 0) {
          break;
        }
      }
    } catch (IOException e) {
      throw new InputException(
          "cannot read " + where + ": " + Reason.of(e) + "; check the file and its permissions", e);
    }
    buffer.flip();
    position += buffer.remaining();
    if (hash != null) {
      hash.add(buffer);
    }
    return buffer;
  }

  /** Exactly {@code count} bytes, little-endian, in a buffer of their own. */
  ByteBuffer bytes(int count) {
    ByteBuffer buffer = fill(ByteBuffer.allocate(count));
    if (buffer.remaining() < count) {
      throw truncated();
    }
    return buffer.order(ByteOrder.LITTLE_ENDIAN);
  }

  InputException truncated() {
    return new InputException(
        "%s is cut short: it ends after %d bytes; copy or write the file again"
            .formatted(where, position));
  }
}
