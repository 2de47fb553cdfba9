package org.equimodal.trainer.events;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A file of events, {@code events.out.tfevents.<unix seconds>.<host>}, that can be read while it
 * grows: what is written at once is there at once.
 *
 * <p>A training that goes on writes another file, whose first events say at which step it does. For
 * TensorBoard reads the files of a folder by name and never goes back to an earlier one, nor
 * forgets what it has read, so cutting that one short would come too late. At a START of a session
 * TensorBoard drops what it has of that step and later ones; but only at the second START that it
 * sees, so every file has one. Its faster reader takes no note of sessions, and drops by itself
 * what is not before a step that comes again.
 */
public final class EventFile implements AutoCloseable {

  private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");
  private static final String PREFIX = "events.out.tfevents.";

  private final OutputStream out;

  private EventFile(OutputStream out) {
    this.out = out;
  }

  /**
   * Starts a file behind those that are there.
   *
   * @param folder created if needed
   * @param step the first that will be written; steps from there on in other files are outdated
   */
  public static EventFile start(Path folder, long step) {
    try {
      Files.createDirectories(folder);
      long seconds = Math.max(System.currentTimeMillis() / 1000, latest(folder) + 1);
      Path path = folder.resolve(String.format(Locale.ROOT, "%s%010d.%s", PREFIX, seconds, host()));
      EventFile file = new EventFile(Files.newOutputStream(path, StandardOpenOption.CREATE_NEW));
      double now = now();
      file.append(Event.version(now), Event.start(now, step));
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Appends the figures of a step, by tag. */
  public void write(long step, Map<String, Float> scalars) {
    append(Event.scalars(now(), step, scalars));
  }

  /** In one piece, unbuffered. */
  private void append(Event... events) {
    ByteArrayOutputStream records = new ByteArrayOutputStream();
    for (Event event : events) {
      records.writeBytes(TfRecord.of(event.content()));
    }
    try {
      out.write(records.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Seconds in the name of the latest file, 0 if there is none. */
  private static long latest(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches("\\Q" + PREFIX + "\\E\\d{1,18}\\..*"))
          .mapToLong(name -> Long.parseLong(name.substring(PREFIX.length()).split("\\.", 2)[0]))
          .max()
          .orElse(0);
    }
  }

  /** A name for people; nothing depends on it, and no network is asked. */
  private static String host() {
    try {
      return Files.readString(HOST_NAME).strip().replaceAll("[^A-Za-z0-9.-]", "-");
    } catch (IOException e) { // another system than Linux
      return "localhost";
    }
  }

  private static double now() {
    return System.currentTimeMillis() / 1000.0;
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
