package org.equimodal.backbones.graph;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import org.equimodal.backbones.tensor.NearestRows;
import org.equimodal.datasets.ItemFeatures;
import org.equimodal.datasets.Sha256;

/**
 * The nearest rows of a feature matrix on disk, named by a hash of all that they depend on.
 * Big-endian: magic {@code EQNN}, format version, n and k' as int32, then ids as int32, [n * k'],
 * similarities as float32, [n * k'], and the CRC-32 of everything before as int64.
 *
 * @param path the file, which need not exist
 */
record NeighbourFile(Path path) {

  private static final int MAGIC = 0x45514e4e;
  private static final int FORMAT_VERSION = 1;
  private static final int HASH_DIGITS = 16;

  /** The file in a folder for the k nearest rows of some features. */
  static NeighbourFile in(Path folder, ItemFeatures features, int k) {
    String contents =
        features.sha256()
            + " standardized="
            + features.isStandardized()
            + " k="
            + k
            + " version="
            + FORMAT_VERSION;
    String hash = Sha256.of(contents).substring(0, HASH_DIGITS);
    return new NeighbourFile(folder.resolve("neighbours-" + hash + ".bin"));
  }

  boolean exists() {
    return Files.exists(path);
  }

  /**
   * Reads it.
   *
   * @param n number of rows that it must have
   * @param width k' that it must have
   * @throws IOException if it cannot be read, is damaged, or holds something else
   */
  NearestRows read(int n, int width) throws IOException {
    try (CheckedInputStream checked =
            new CheckedInputStream(
                new BufferedInputStream(Files.newInputStream(path)), new CRC32());
        DataInputStream in = new DataInputStream(checked)) {
      require(in.readInt() == MAGIC && in.readInt() == FORMAT_VERSION, "another format");
      require(in.readInt() == n && in.readInt() == width, "other sizes");
      int[] ids = new int[Math.multiplyExact(n, width)];
      for (int entry = 0; entry < ids.length; entry++) {
        ids[entry] = in.readInt();
        require(ids[entry] >= 0 && ids[entry] < n, "ids out of range");
      }
      float[] similarities = new float[ids.length];
      for (int entry = 0; entry < ids.length; entry++) {
        similarities[entry] = in.readFloat();
        require(Float.isFinite(similarities[entry]), "similarities that are no numbers");
      }
      long sum = checked.getChecksum().getValue();
      require(in.readLong() == sum && in.read() < 0, "wrong checksum or length");
      return new NearestRows(width, ids, similarities);
    }
  }

  private static void require(boolean condition, String otherwise) throws IOException {
    if (!condition) {
      throw new IOException(otherwise);
    }
  }

  /** Writes or replaces it, whole or not at all, in a folder that is made if needed. */
  void write(NearestRows nearest) throws IOException {
    Files.createDirectories(path.toAbsolutePath().getParent());
    Path temporary =
        path.resolveSibling("." + path.getFileName() + "." + UUID.randomUUID() + ".tmp");
    temporary.toFile().deleteOnExit(); // if a signal ends the process
    try {
      writeTo(temporary, nearest);
      Files.move(
          temporary, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static void writeTo(Path file, NearestRows nearest) throws IOException {
    try (CheckedOutputStream checked =
            new CheckedOutputStream(
                new BufferedOutputStream(Files.newOutputStream(file)), new CRC32());
        DataOutputStream out = new DataOutputStream(checked)) {
      out.writeInt(MAGIC);
      out.writeInt(FORMAT_VERSION);
      out.writeInt(nearest.ids().length / nearest.width());
      out.writeInt(nearest.width());
      for (int id : nearest.ids()) {
        out.writeInt(id);
      }
      for (float similarity : nearest.similarities()) {
        out.writeFloat(similarity);
      }
      out.writeLong(checked.getChecksum().getValue());
    }
  }
}
