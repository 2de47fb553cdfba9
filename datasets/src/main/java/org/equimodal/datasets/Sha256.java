package org.equimodal.datasets;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A SHA-256 in the making, over bytes, little-endian numbers and length-prefixed text. */
public final class Sha256 {
  private static final int BUFFER_BYTES = 1 << 20;

  private final MessageDigest digest;
  private final ByteBuffer pending = ByteBuffer.allocate(1 << 13).order(ByteOrder.LITTLE_ENDIAN);

  Sha256() {
    digest = digest();
  }

  /** A digest for streams. */
  public static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The hash of a text's bytes in UTF-8, in lower-case hexadecimal. */
  public static String of(String text) {
    return HexFormat.of().formatHex(digest().digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** The hash of a file's bytes, in lower-case hexadecimal. */
  public static String of(Path file) throws IOException {
    Sha256 hash = new Sha256();
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    try (FileChannel channel = FileChannel.open(file)) {
      while (channel.read(buffer.clear()) >= 0) {
        hash.add(buffer.flip());
      }
    }
    return hash.hex();
  }

  Sha256 add(int value) {
    if (pending.remaining() < Integer.BYTES) {
      flush();
    }
    pending.putInt(value);
    return this;
  }

  Sha256 add(float value) {
    return add(Float.floatToRawIntBits(value));
  }

  Sha256 add(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    add(bytes.length);
    return add(ByteBuffer.wrap(bytes));
  }

  /** Adds the bytes between the buffer's position and limit and leaves both as they were. */
  Sha256 add(ByteBuffer bytes) {
    flush();
    digest.update(bytes.duplicate());
    return this;
  }

  String hex() {
    flush();
    return HexFormat.of().formatHex(digest.digest());
  }

  private void flush() {
    digest.update(pending.flip());
    pending.clear();
  }
}
