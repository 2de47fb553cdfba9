package org.equimodal.trainer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.equimodal.datasets.NpyWriter;

/**
 * A small dataset in the layout of MMRec: 30 users, 20 items, modalities visual and textual. Every
 * user has five training items, one validation item and one test item, as long as nobody changes
 * that.
 */
public final class ToyFolder {

  /** Users. */
  public static final int USERS = 30;

  /** Items. */
  public static final int ITEMS = 20;

  private static final String HEADER = "userID\titemID\tx_label";

  private final Path folder;

  /** Writes all of it into {@code <parent>/<name>}. */
  public ToyFolder(Path parent, String name) {
    this.folder = parent.resolve(name);
    feature("visual", features(4));
    feature("textual", features(3));
    file(
        "dataset.yaml",
        """
        training: {batchSize: 32, epochs: 2, learningRate: 0.01}
        ckd: {genericTriples: 40}
        """);
    interactions(lines(0, USERS));
  }

  /** The folder. */
  public Path path() {
    return folder;
  }

  /** Writes a text file. */
  public ToyFolder file(String name, String text) {
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** Removes a file. */
  public ToyFolder without(String name) {
    try {
      Files.delete(folder.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** Writes a modality's features. */
  public ToyFolder feature(String modality, byte[] npy) {
    NpyWriter.write(folder.resolve(modality + "_feat.npy"), npy);
    return this;
  }

  /** Writes interactions, below the right header. */
  public ToyFolder interactions(List<String> lines) {
    return interactions(HEADER + "\n" + String.join("\n", lines) + "\n");
  }

  /** Writes the file of interactions. */
  public ToyFolder interactions(String text) {
    return file(folder.getFileName() + ".inter", text);
  }

  /** All interactions; the first users have none to test. */
  public static List<String> lines(int usersWithoutTest, int users) {
    List<String> lines = new ArrayList<>();
    for (int user = 0; user < users; user++) {
      int kept = user < usersWithoutTest ? 6 : 7;
      for (int k = 0; k < kept; k++) {
        int item = (user + 3 * k) % ITEMS;
        lines.add(user + "\t" + item + "\t" + Math.max(0, k - 4));
      }
    }
    return lines;
  }

  /** Features of all items. */
  public static byte[] features(int columns) {
    return NpyWriter.floats(ITEMS, columns, values(ITEMS, columns));
  }

  /** Values without pattern, neither zero nor large. */
  public static float[] values(int rows, int columns) {
    float[] values = new float[rows * columns];
    for (int k = 0; k < values.length; k++) {
      values[k] = (float) Math.sin(1 + 7 * k + columns);
    }
    return values;
  }
}
