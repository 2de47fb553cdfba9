package org.equimodal.trainer.encoding;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.equimodal.datasets.InputException;
import org.equimodal.datasets.Reason;

/**
 * The files of a model: a TorchScript archive and, for a model of texts, its tokenizer and DJL's
 * {@code serving.properties}, as DJL's converter writes them.
 *
 * @param address as the user named it
 * @param script the archive
 */
public record ModelFiles(String address, Path script) {

  private static final String SCRIPT = ".pt";
  private static final String TOKENIZER = "tokenizer.json";
  private static final String PROPERTIES = "serving.properties";

  /**
   * Finds a model.
   *
   * @param address a folder with one archive, an archive, or an address of DJL's zoo
   * @throws InputException if it is none of these
   */
  public static ModelFiles find(String address) {
    if (address.startsWith(ZooModel.SCHEME)) {
      return new ModelFiles(address, scriptIn(ZooModel.fetch(address), address));
    }
    Path path = path(address);
    if (Files.isDirectory(path)) {
      return new ModelFiles(address, scriptIn(path, address));
    }
    if (!Files.isRegularFile(path)) {
      throw new InputException(
          "--model "
              + address
              + ": there is no such file or folder; name one, or a model of DJL's zoo by djl://..");
    }
    return new ModelFiles(address, path);
  }

  private static Path path(String address) {
    try {
      return Path.of(address);
    } catch (InvalidPathException e) {
      throw new InputException("--model " + address + ": is not a path: " + e.getReason(), e);
    }
  }

  private static Path scriptIn(Path folder, String address) {
    List<Path> scripts;
    try (Stream<Path> files = Files.list(folder)) {
      scripts =
          files.filter(file -> file.getFileName().toString().endsWith(SCRIPT)).sorted().toList();
    } catch (IOException e) {
      throw new InputException(
          "cannot list " + folder + ": " + Reason.of(e) + "; check its permissions", e);
    }
    if (scripts.size() != 1) {
      throw new InputException(
          "--model %s: %s %s, where one TorchScript archive is expected; %s"
              .formatted(
                  address,
                  folder,
                  scripts.isEmpty() ? "holds no .pt file" : "holds several .pt files",
                  scripts.isEmpty()
                      ? "convert the model with DJL's djl-convert or torch.jit.trace"
                      : "name one of them"));
    }
    return scripts.get(0);
  }

  /**
   * The tokenizer's description.
   *
   * @throws InputException if the model has none
   */
  Path tokenizer() {
    Path file = beside(TOKENIZER);
    if (!Files.isRegularFile(file)) {
      throw new InputException(
          "--model %s: there is no %s beside %s; a model of texts needs its tokenizer, djl-convert writes both"
              .formatted(address, TOKENIZER, script.getFileName()));
    }
    return file;
  }

  /** What DJL's converter says about the model; nothing if it says nothing. */
  Map<String, String> properties() {
    Properties properties = new Properties();
    Path file = beside(PROPERTIES);
    if (Files.isRegularFile(file)) {
      try (InputStream in = Files.newInputStream(file)) {
        properties.load(in);
      } catch (IOException | IllegalArgumentException e) {
        throw new InputException(
            "cannot read " + file + ": " + Reason.of(e) + "; write it again", e);
      }
    }
    Map<String, String> values = new TreeMap<>();
    properties.stringPropertyNames().forEach(key -> values.put(key, properties.getProperty(key)));
    return values;
  }

  /** SHA-256 of every file that has a say in what comes out, by name. */
  Map<String, String> hashes() {
    Map<String, String> hashes = new TreeMap<>();
    hashes.put(script.getFileName().toString(), FileHash.of(script));
    for (String name : List.of(TOKENIZER, PROPERTIES)) {
      if (Files.isRegularFile(beside(name))) {
        hashes.put(name, FileHash.of(beside(name)));
      }
    }
    return hashes;
  }

  private Path beside(String name) {
    return script.resolveSibling(name);
  }
}
