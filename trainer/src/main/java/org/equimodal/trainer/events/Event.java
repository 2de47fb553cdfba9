package org.equimodal.trainer.events;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * One entry of an event file, as the message {@code Event} of TensorBoard's {@code event.proto}.
 *
 * @param content a protocol buffer, without its framing
 */
record Event(byte[] content) {

  private static final int WALL_TIME = 1;
  private static final int STEP = 2;
  private static final int FILE_VERSION = 3;
  private static final int SUMMARY = 5;
  private static final int SESSION_LOG = 7;

  /** The first event of every file. */
  static Event version(double wallTime) {
    return new Event(at(wallTime, 0).bytes(FILE_VERSION, utf8("brain.Event:2")).content());
  }

  /**
   * The beginning of a session: what earlier files of the run say of this step and later ones no
   * longer holds.
   *
   * @param wallTime seconds since 1970
   */
  static Event start(double wallTime, long step) {
    byte[] started = new Message().varint(1, 1).content(); // SessionLog.status = START
    return new Event(at(wallTime, step).bytes(SESSION_LOG, started).content());
  }

  /**
   * Figures of one step.
   *
   * @param wallTime seconds since 1970
   * @param scalars by tag; the part before a slash is the group in which it is shown
   */
  static Event scalars(double wallTime, long step, Map<String, Float> scalars) {
    Message summary = new Message();
    scalars.forEach(
        (tag, value) ->
            summary.bytes(1, new Message().bytes(1, utf8(tag)).fixed32(2, value).content()));
    return new Event(at(wallTime, step).bytes(SUMMARY, summary.content()).content());
  }

  private static Message at(double wallTime, long step) {
    return new Message().fixed64(WALL_TIME, wallTime).varint(STEP, step);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** A protocol buffer being written, field by field. */
  private static final class Message {

    private static final int VARINT = 0;
    private static final int FIXED_64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED_32 = 5;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Message varint(int field, long value) {
      key(field, VARINT);
      varint(value);
      return this;
    }

    Message fixed64(int field, double value) {
      key(field, FIXED_64);
      out.writeBytes(littleEndian(Double.BYTES).putDouble(value).array());
      return this;
    }

    Message fixed32(int field, float value) {
      key(field, FIXED_32);
      out.writeBytes(littleEndian(Float.BYTES).putFloat(value).array());
      return this;
    }

    Message bytes(int field, byte[] value) {
      key(field, BYTES);
      varint(value.length);
      out.writeBytes(value);
      return this;
    }

    byte[] content() {
      return out.toByteArray();
    }

    private void key(int field, int wireType) {
      varint((long) field << 3 | wireType);
    }

    /** Seven bits a byte, the lowest first; all but the last byte have the highest bit set. */
    private void varint(long value) {
      long left = value;
      while ((left & ~0x7FL) != 0) {
        out.write((int) (left & 0x7F | 0x80));
        left >>>= 7;
      }
      out.write((int) left);
    }

    private static ByteBuffer littleEndian(int size) {
      return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
  }
}
