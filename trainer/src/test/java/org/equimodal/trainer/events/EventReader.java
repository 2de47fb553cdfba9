package org.equimodal.trainer.events;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Reads event files as TensorBoard does, with nothing of what writes them: its own framing, bitwise
 * CRC-32C and protocol buffers. Whatever is not as it should be is an error.
 */
public final class EventReader {

  private EventReader() {}

  /** An event. */
  public record Read(
      double wallTime,
      long step,
      String fileVersion,
      boolean startsSession,
      Map<String, Float> scalars) {}

  /** The event files of a folder, in the order in which TensorBoard reads them. */
  public static List<Path> files(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().contains("tfevents"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The events of a file. */
  public static List<Read> read(Path file) {
    try {
      return read(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * What TensorBoard shows of a folder, by tag and step: at every START of a session but the first
   * it drops what it has of that step and later ones (plugin_event_accumulator.py).
   */
  public static Map<String, SortedMap<Long, Float>> shown(Path folder) {
    Map<String, SortedMap<Long, Float>> shown = new TreeMap<>();
    boolean started = false;
    for (Path file : files(folder)) {
      for (Read event : read(file)) {
        if (event.startsSession() && started) {
          shown.values().forEach(steps -> steps.tailMap(event.step()).clear());
        }
        started |= event.startsSession();
        event
            .scalars()
            .forEach(
                (tag, value) -> {
                  Float twice =
                      shown.computeIfAbsent(tag, t -> new TreeMap<>()).put(event.step(), value);
                  require(twice == null, tag + " has step " + event.step() + " twice");
                });
      }
    }
    return shown;
  }

  static List<Read> read(byte[] bytes) {
    ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    List<Read> events = new ArrayList<>();
    while (file.hasRemaining()) {
      byte[] lengthBytes = new byte[8];
      file.get(lengthBytes);
      require(file.getInt() == masked(lengthBytes), "checksum of a length");
      long length = ByteBuffer.wrap(lengthBytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
      byte[] content = new byte[Math.toIntExact(length)];
      file.get(content);
      require(file.getInt() == masked(content), "checksum of a content");
      events.add(event(ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN)));
    }
    return events;
  }

  private static Read event(ByteBuffer in) {
    double wallTime = 0;
    long step = 0;
    String version = null;
    boolean starts = false;
    Map<String, Float> scalars = new LinkedHashMap<>();
    while (in.hasRemaining()) {
      int key = (int) varint(in);
      switch (key) {
        case 1 << 3 | 1 -> wallTime = in.getDouble();
        case 2 << 3 -> step = varint(in);
        case 3 << 3 | 2 -> version = text(in);
        case 5 << 3 | 2 -> summary(slice(in), scalars);
        case 7 << 3 | 2 -> {
          ByteBuffer log = slice(in);
          require(varint(log) == 1 << 3, "a status");
          starts = varint(log) == 1;
        }
        default -> throw new AssertionError("field and type " + key);
      }
    }
    return new Read(wallTime, step, version, starts, scalars);
  }

  private static void summary(ByteBuffer in, Map<String, Float> scalars) {
    while (in.hasRemaining()) {
      require(varint(in) == (1 << 3 | 2), "a value");
      ByteBuffer value = slice(in);
      require(varint(value) == (1 << 3 | 2), "a tag");
      String tag = text(value);
      require(varint(value) == (2 << 3 | 5), "a simple_value");
      require(scalars.put(tag, value.getFloat()) == null, tag + " once");
      require(!value.hasRemaining(), "the end of a value");
    }
  }

  private static String text(ByteBuffer in) {
    return StandardCharsets.UTF_8.decode(slice(in)).toString();
  }

  private static ByteBuffer slice(ByteBuffer in) {
    int length = (int) varint(in);
    ByteBuffer slice = in.slice(in.position(), length).order(ByteOrder.LITTLE_ENDIAN);
    in.position(in.position() + length);
    return slice;
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = in.get();
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }

  /** CRC-32C bit by bit (RFC 3720, reversed polynomial 0x82F63B78), masked as in LevelDB. */
  private static int masked(byte[] bytes) {
    int crc = -1;
    for (byte b : bytes) {
      crc ^= b & 0xFF;
      for (int bit = 0; bit < 8; bit++) {
        crc = crc >>> 1 ^ ((crc & 1) == 1 ? 0x82F63B78 : 0);
      }
    }
    crc = ~crc;
    return (crc >>> 15 | crc << 17) + 0xa282ead8;
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError("not as it should be: " + what);
    }
  }
}
