package org.equimodal.datasets.preparation.download;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.equimodal.datasets.InputException;
import org.equimodal.datasets.LockAttempt;
import org.equimodal.datasets.Reason;
import org.equimodal.datasets.Sha256;

/**
 * The hashes that a folder's files should have: its file {@code SHA256SUMS}, as {@code sha256sum}
 * writes and checks it.
 */
final class Sha256Sums {
  private static final String NAME = "SHA256SUMS";

  /** Stays: removed, two could have locked one of that name. */
  private static final String LOCK = "." + NAME + ".lock";

  private static final String TEMPORARY = "." + NAME + ".tmp";
  private static final Pattern LINE = Pattern.compile("([0-9A-Fa-f]{64}) [ *](.+)");

  private final Path list;
  private final Map<Path, Entry> entries = new HashMap<>();

  /** A hash, in lower case, and the number of the line it stands in. */
  private record Entry(String hash, int line) {}

  private Sha256Sums(Path list) {
    this.list = list;
  }

  /**
   * Reads a folder's hashes; none where there is no such file.
   *
   * @throws InputException if a line is malformed or contradicts another
   */
  static Sha256Sums of(Path folder) {
    Sha256Sums sums = new Sha256Sums(folder.resolve(NAME));
    if (Files.exists(sums.list)) {
      try {
        sums.take(Files.readAllLines(sums.list));
      } catch (IOException e) {
        throw new InputException(
            "cannot read %s: %s; it should be a text file as sha256sum writes it"
                .formatted(sums.list, Reason.of(e)),
            e);
      }
    }
    return sums;
  }

  private void take(List<String> lines) {
    for (int number = 1; number <= lines.size(); number++) {
      String line = lines.get(number - 1);
      if (!line.isBlank() && !line.startsWith("#")) {
        take(line, number);
      }
    }
  }

  private void take(String line, int number) {
    Matcher matcher = LINE.matcher(line);
    if (!matcher.matches()) {
      throw new InputException(
          "%s, line %d: found '%s', expected 64 hexadecimal digits, two spaces and a file's name; correct or remove the line"
              .formatted(list, number, line));
    }
    Entry entry = new Entry(matcher.group(1).toLowerCase(Locale.ROOT), number);
    Entry other = entries.putIfAbsent(key(list.resolveSibling(matcher.group(2))), entry);
    if (other != null && !other.hash().equals(entry.hash())) {
      throw new InputException(
          "%s, line %d: another hash of %s than in line %d; remove one of them"
              .formatted(list, number, matcher.group(2), other.line()));
    }
  }

  /**
   * Checks a file, if it is listed.
   *
   * @return whether it is
   * @throws InputException if it has another hash
   */
  boolean check(Path file) throws IOException {
    Entry entry = entries.get(key(file));
    if (entry == null) {
      return false;
    }
    String hash = Sha256.of(file);
    if (!entry.hash().equals(hash)) {
      throw new InputException(
          "%s has SHA-256 %s, but %s, line %d, says %s; delete the file and run this again, or correct the line"
              .formatted(file, hash, list, entry.line(), entry.hash()));
    }
    return true;
  }

  private static Path key(Path file) {
    return file.toAbsolutePath().normalize();
  }

  /** Adds a file to what the list holds by now; of two at once one waits for the other. */
  void add(Path file) throws IOException {
    String line = Sha256.of(file) + "  " + file.getFileName() + "\n";
    synchronized (Sha256Sums.class) {
      try (FileChannel channel =
              FileChannel.open(
                  list.resolveSibling(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          LockAttempt held = LockAttempt.waiting(channel)) {
        String listed = Files.exists(list) ? Files.readString(list) : "";
        String end = listed.isEmpty() || listed.endsWith("\n") ? "" : "\n";
        Path temporary = list.resolveSibling(TEMPORARY);
        Files.writeString(temporary, listed + end + line);
        Files.move(
            temporary, list, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }
}
