package org.equimodal.datasets;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.UUID;

/**
 * Texts that come in one order and are asked for in another, and may be more than memory holds:
 * they lie in a temporary file, and only where each begins is in memory. The file goes with the
 * process, whatever ends it; where the file system lets go of names in use, none is ever seen.
 */
public final class TextSpool implements AutoCloseable {
  private final Path file;
  private final FileChannel channel;
  private final OutputStream out;
  private long[] ends = new long[1024];
  private int size;

  /**
   * Opens one without texts.
   *
   * @param folder with room for the texts
   */
  public TextSpool(Path folder) throws IOException {
    file = folder.resolve("." + UUID.randomUUID() + ".spool");
    channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE);
    out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
  }

  /**
   * Puts a text at the end.
   *
   * @return its place
   * @throws InputException if there is no room
   */
  public int add(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try {
      out.write(bytes);
    } catch (IOException e) {
      throw failed("write", e);
    }
    if (size == ends.length) {
      ends = Arrays.copyOf(ends, size * 2);
    }
    ends[size] = start(size) + bytes.length;
    return size++;
  }

  /** The text of a place. */
  public String get(int place) {
    try {
      out.flush();
      ByteBuffer bytes = ByteBuffer.allocate((int) (ends[place] - start(place)));
      while (bytes.hasRemaining()) {
        if (channel.read(bytes, start(place) + bytes.position()) < 0) {
          throw new IOException("it ends too early");
        }
      }
      return new String(bytes.array(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw failed("read", e);
    }
  }

  private long start(int place) {
    return place == 0 ? 0 : ends[place - 1];
  }

  private InputException failed(String what, IOException e) {
    return new InputException(
        "cannot %s a temporary file in %s: %s; make room there"
            .formatted(what, file.getParent(), Reason.of(e)),
        e);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
