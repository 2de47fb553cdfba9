package org.equimodal.trainer.serving;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.equimodal.backbones.View;
import org.equimodal.backbones.tensor.FloatMatrix;
import org.equimodal.backbones.tensor.Scorer;
import org.equimodal.datasets.IdTable;
import org.equimodal.datasets.InputException;
import org.equimodal.datasets.PendingFolder;
import org.equimodal.datasets.Reason;
import org.equimodal.trainer.run.Build;
import org.equimodal.trainer.run.Json;
import org.equimodal.trainer.run.Result;
import org.equimodal.trainer.training.StoredModel;

/**
 * A model as files that other programs read: for every view a folder with the vectors of users and
 * items, whose dot products are the scores, as {@code .npy}, as safetensors and as a TorchScript
 * module that DJL Serving takes as it is; beside them what users and items are called, and how all
 * of it is read.
 */
public final class Export {

  private static final String RECORD = "export.json";

  /** What DJL Serving has to know of a model's folder. */
  private static final String SERVING_PROPERTIES = "engine=PyTorch\noption.modelName=scorer\n";

  private final StoredModel model;
  private final Map<String, View> views;

  /**
   * Prepares.
   *
   * @param model to be exported
   * @param views those wanted, by name
   */
  public Export(StoredModel model, Map<String, View> views) {
    this.model = model;
    this.views = views;
  }

  /**
   * Checks that an export may be written to a place.
   *
   * @param overwrite whether an export that is there may be replaced
   * @throws InputException if something is there that may not be
   */
  public static void requireFree(Path folder, boolean overwrite) {
    if (!Files.exists(folder)) {
      return;
    }
    if (!Files.isDirectory(folder)) {
      throw new InputException("--out " + folder + ": is a file; name a folder");
    }
    Set<String> others = files(folder);
    if (others.isEmpty()) {
      return;
    }
    if (!overwrite) {
      throw new InputException(
          "--out "
              + folder
              + ": is there already; give --overwrite to replace it, or another folder");
    }
    if (!others.remove(RECORD)) {
      throw new InputException(
          "--out " + folder + ": holds no export, so it is not replaced; name another folder");
    }
    others.removeAll(
        Json.read(folder.resolve(RECORD), ExportRecord.class, "record of an export")
            .files()
            .keySet());
    if (!others.isEmpty()) {
      throw new InputException(
          "--out "
              + folder
              + ": holds "
              + others.iterator().next()
              + ", which is not of the export, so it is not replaced; move that away or name another folder");
    }
  }

  private static Set<String> files(Path folder) {
    Set<String> files = new HashSet<>();
    try {
      Path real = folder.toRealPath();
      try (Stream<Path> all = Files.walk(real)) {
        all.filter(path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
            .forEach(path -> files.add(real.relativize(path).toString().replace('\\', '/')));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }

  /**
   * Writes everything, or nothing: the folder appears when it is whole.
   *
   * @param overwrite whether an export that is there may be replaced
   * @throws InputException if something is there that may not be
   * @throws UncheckedIOException if something cannot be written
   */
  public void write(Path folder, boolean overwrite) {
    try (PendingFolder pending =
        PendingFolder.begin(folder, target -> requireFree(folder, overwrite))) {
      ExportFolder files = new ExportFolder(pending.path());
      Map<String, ExportRecord.ExportedView> exported = writeViews(files);
      writeIds(files, "users.tsv", "userID", Ids.ofUsers(model.dataset()));
      writeIds(files, "items.tsv", "itemID", Ids.ofItems(model.dataset()));
      files.write("README.md", out -> out.write(utf8(readme(exported))));
      Json.write(pending.path().resolve(RECORD), record(exported, files.files()));
      pending.finish();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + folder + ": " + Reason.of(e), e);
    }
  }

  private Map<String, ExportRecord.ExportedView> writeViews(ExportFolder files) throws IOException {
    Map<String, ExportRecord.ExportedView> exported = new LinkedHashMap<>();
    try {
      model.vectors(
          views,
          (name, vectors) -> {
            String folder = name.replace(':', '-');
            try {
              writeView(
                  files,
                  folder,
                  new DeviceMatrix(vectors.users()),
                  new DeviceMatrix(vectors.items()));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
            long dimension = vectors.items().getShape().get(1);
            exported.put(folder, new ExportRecord.ExportedView(name, dimension));
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return exported;
  }

  /** Takes each matrix from where it is once. */
  static void writeView(ExportFolder files, String folder, FloatMatrix users, FloatMatrix items)
      throws IOException {
    FloatMatrix writtenUsers = files.writeNpy(folder + "/users.npy", users);
    FloatMatrix writtenItems = files.writeNpy(folder + "/items.npy", items);
    Map<String, FloatMatrix> both = new LinkedHashMap<>();
    both.put("users", writtenUsers);
    both.put("items", writtenItems);
    files.write(folder + "/vectors.safetensors", out -> SafetensorsFormat.write(both, out));
    files.write(folder + "/scorer.pt", out -> Scorer.write(writtenUsers, writtenItems, out));
    files.write(folder + "/serving.properties", out -> out.write(utf8(SERVING_PROPERTIES)));
  }

  /** In the form that datasets have. */
  private static void writeIds(ExportFolder files, String name, String column, Ids ids)
      throws IOException {
    StringBuilder table = new StringBuilder();
    IdTable.write(table, column, "name", ids.names());
    files.write(name, out -> out.write(utf8(table.toString())));
  }

  private String readme(Map<String, ExportRecord.ExportedView> exported) {
    StringBuilder folders = new StringBuilder();
    exported.forEach(
        (folder, view) ->
            folders
                .append("| `" + folder + "` | " + view.view() + " | ")
                .append(view.dimension() + " |\n"));
    Result result = model.result();
    return ExportReadme.text()
        .replace("{run}", run())
        .replace("{backbone}", result.backbone())
        .replace("{method}", result.method())
        .replace("{dataset}", result.dataset())
        .replace("{users}", Integer.toString(model.dataset().users()))
        .replace("{items}", Integer.toString(model.dataset().items()))
        .replace("{folder}", exported.keySet().iterator().next())
        .replace("{folders}", folders.toString().strip());
  }

  private ExportRecord record(
      Map<String, ExportRecord.ExportedView> exported,
      Map<String, ExportRecord.ExportedFile> files) {
    Result result = model.result();
    return new ExportRecord(
        Build.version(),
        Build.commit(),
        run(),
        result.dataset(),
        model.dataset().hash(),
        result.backbone(),
        result.method(),
        result.seed(),
        model.dataset().users(),
        model.dataset().items(),
        exported,
        new TreeMap<>(files));
  }

  /** What the run's folder is called; of a teacher, from its run on. */
  private String run() {
    Path path = model.folder().path().toAbsolutePath().normalize();
    int names = path.getNameCount();
    Path name = model.teacher().isPresent() ? path.subpath(names - 3, names) : path.getFileName();
    return name.toString().replace('\\', '/');
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
