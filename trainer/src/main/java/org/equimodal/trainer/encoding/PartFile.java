package org.equimodal.trainer.encoding;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;
import org.equimodal.datasets.InputException;
import org.equimodal.datasets.LockAttempt;
import org.equimodal.datasets.Reason;

/**
 * The batches that are finished, while others are not: a line with the recipe, then one record per
 * batch, in the order they were made in. A record has its length and a checksum, so that whatever
 * ended the process, and be it in the midst of a record, those before it are gone on with. The
 * process that writes it holds a lock on it.
 */
final class PartFile implements AutoCloseable {

  /** What its name ends with, after that of the features. */
  static final String SUFFIX = ".part";

  private static final String MAGIC = "equimodal-features 1 ";
  private static final ObjectMapper MAPPER = JsonMapper.builder().build();
  private static final int LONGEST_FAULT = 300;

  private final Path file;
  private final FileChannel channel;
  private LockAttempt held;
  private long firstRecord;
  private int batches;

  /** Takes the batches that are in the file. */
  @FunctionalInterface
  interface Reader {

    /**
     * Takes a batch.
     *
     * @param index from 0
     * @param rowsAt where in the file its rows begin, little-endian floats
     */
    void batch(int index, EncodedBatch batch, long rowsAt);
  }

  /**
   * Opens it, or begins it.
   *
   * @param recipe of the features
   * @param anew whether batches made by another recipe are thrown away
   * @throws InputException if it is of another recipe, or no such file, or another process is
   *     writing it
   */
  PartFile(Path file, Recipe recipe, boolean anew) {
    this.file = file;
    try {
      channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new InputException(
          "cannot write "
              + file
              + ": "
              + Reason.of(e)
              + "; check the folder, or name another with --out",
          e);
    }
    try {
      lock();
      resume(MAGIC + MAPPER.writeValueAsString(recipe) + "\n", anew);
    } catch (IOException e) {
      closeChannel();
      throw failed(e);
    } catch (RuntimeException e) {
      closeChannel();
      throw e;
    }
  }

  private void lock() throws IOException {
    held = LockAttempt.of(channel);
    if (held.isBusy()) {
      throw new InputException(
          file
              + ": another process is writing these features; let it finish, or name another --out");
    }
  }

  private void resume(String header, boolean anew) throws IOException {
    byte[] wanted = header.getBytes(StandardCharsets.UTF_8);
    requireOwn();
    DataInputStream in = input(0);
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int next = in.read();
    while (next >= 0 && next != '\n') {
      line.write(next);
      next = in.read();
    }
    String found = line.toString(StandardCharsets.UTF_8) + "\n";
    boolean known = next == '\n' && found.startsWith(MAGIC);
    if (known && !found.equals(header)) {
      firstRecord = line.size() + 1L;
      read((index, batch, rowsAt) -> batches = index + 1);
      if (batches > 0 && !anew) {
        throw new InputException(
            "%s was begun with another %s; use what it was begun with, or begin anew with --overwrite"
                .formatted(file, difference(found, header)));
      }
      batches = 0;
    }
    firstRecord = wanted.length;
    if (!found.equals(header) || !known) {
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(wanted), 0);
    }
    channel.truncate(read((index, batch, rowsAt) -> batches = index + 1));
  }

  /** Refuses a file that begins otherwise than this class lets it, be it cut never so early. */
  private void requireOwn() throws IOException {
    byte[] magic = MAGIC.getBytes(StandardCharsets.UTF_8);
    byte[] beginning = input(0).readNBytes(magic.length);
    if (!Arrays.equals(beginning, Arrays.copyOf(magic, beginning.length))) {
      throw new InputException(
          file
              + " is there already and holds no batches of an encoding; move it away, or name another file with --out");
    }
  }

  /** Names of what differs. */
  private static String difference(String found, String wanted) {
    try {
      JsonNode one = MAPPER.readTree(found.substring(MAGIC.length()));
      JsonNode other = MAPPER.readTree(wanted.substring(MAGIC.length()));
      return other.properties().stream()
          .filter(part -> !part.getValue().equals(one.get(part.getKey())))
          .map(Map.Entry::getKey)
          .collect(Collectors.joining(", "));
    } catch (JsonProcessingException e) {
      return "recipe";
    }
  }

  /** Number of batches that are whole. */
  int batches() {
    return batches;
  }

  /** Adds the next batch. */
  void add(EncodedBatch batch) {
    try {
      byte[] payload = payload(batch);
      ByteBuffer record = ByteBuffer.allocate(payload.length + 2 * Integer.BYTES);
      record.putInt(payload.length).put(payload).putInt(checksum(payload)).flip();
      channel.position(channel.size());
      while (record.hasRemaining()) {
        channel.write(record);
      }
      batches++;
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private static byte[] payload(EncodedBatch batch) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(batch.faults().size());
    out.writeInt(batch.width());
    for (String fault : batch.faults()) {
      out.writeBoolean(fault != null);
      if (fault != null) {
        out.writeUTF(fault.substring(0, Math.min(LONGEST_FAULT, fault.length())));
      }
    }
    ByteBuffer rows = littleEndian(batch.values().length * Float.BYTES);
    rows.asFloatBuffer().put(batch.values());
    out.write(rows.array());
    return bytes.toByteArray();
  }

  private static int checksum(byte[] payload) {
    CRC32C checksum = new CRC32C();
    checksum.update(payload);
    return (int) checksum.getValue();
  }

  /**
   * Reads all batches that are whole.
   *
   * @return where they end
   */
  long read(Reader reader) {
    try {
      DataInputStream in = input(firstRecord);
      long position = firstRecord;
      long size = channel.size();
      int index = 0;
      while (size - position >= 2 * Integer.BYTES) {
        int length = in.readInt();
        if (length < 0 || length > size - position - 2 * Integer.BYTES) {
          break;
        }
        byte[] payload = in.readNBytes(length);
        if (in.readInt() != checksum(payload)) {
          break;
        }
        EncodedBatch batch = batch(payload);
        position += length + 2 * Integer.BYTES;
        long rowsAt = position - Integer.BYTES - (long) batch.values().length * Float.BYTES;
        reader.batch(index++, batch, rowsAt);
      }
      return position;
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private static EncodedBatch batch(byte[] payload) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(payload));
    int items = in.readInt();
    int width = in.readInt();
    List<String> faults = new ArrayList<>();
    for (int k = 0; k < items; k++) {
      faults.add(in.readBoolean() ? in.readUTF() : null);
    }
    byte[] rows = in.readAllBytes();
    float[] values = new float[rows.length / Float.BYTES];
    ByteBuffer.wrap(rows).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return new EncodedBatch(faults, width, values);
  }

  private DataInputStream input(long position) throws IOException {
    channel.position(position);
    return new DataInputStream(new BufferedInputStream(Channels.newInputStream(channel)));
  }

  /** Fills a buffer with the bytes from a position on. */
  void read(ByteBuffer target, long position) throws IOException {
    target.clear();
    while (target.hasRemaining()) {
      if (channel.read(target, position + target.position()) < 0) {
        throw new IOException(file + " ends too early");
      }
    }
    target.flip();
  }

  static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Nothing of it is needed any more. */
  void delete() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private UncheckedIOException failed(IOException e) {
    return new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
  }

  /** Ends; a file without a batch is not worth keeping. */
  @Override
  public void close() {
    if (batches == 0) {
      delete();
    }
    closeChannel();
  }

  private void closeChannel() {
    try {
      channel.close();
    } catch (IOException e) {
      throw failed(e);
    }
  }
}
