package org.equimodal.trainer.comparison;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.equimodal.backbones.Backbones;
import org.equimodal.trainer.config.Configuration;
import org.equimodal.trainer.config.Settings;
import org.equimodal.trainer.config.Sources;
import org.equimodal.trainer.run.Manifest;
import org.equimodal.trainer.run.Result;
import org.equimodal.trainer.run.RunFolder;

/** A finished run as far as a comparison looks at it, made by hand. */
public final class HandmadeRun {

  private final RunFolder folder;
  private final Settings settings;

  /**
   * Makes a run on one dataset.
   *
   * @param sets settings, in the form of {@code --set}
   */
  public HandmadeRun(Path path, String... sets) {
    folder = RunFolder.at(path).prepare();
    settings =
        Configuration.resolve(
            new Sources(List.of(), List.of(sets), List.of()),
            Backbones.ids(),
            id -> Backbones.get(id).settingsType());
    folder.writeConfig(settings.toYaml());
    onDataset("features", "split");
    folder.writeResult(
        new Result(
            "finished",
            "sample",
            settings.backbone(),
            settings.methodName(),
            settings.seed(),
            2,
            1,
            Map.of(),
            Map.of(),
            Map.of(),
            Map.of(),
            new Result.Timing(0, 0, 0, 0),
            new Result.Memory(0, 0)));
  }

  /** Made from this dataset, given by its hashes. */
  public HandmadeRun onDataset(String hash, String split) {
    folder.writeManifest(
        new Manifest(
            "0",
            "unknown",
            "2026-01-01T00:00:00Z",
            new Manifest.DatasetDescription("sample", hash, 9, 9, 9, 9, 9, 0, List.of(), split),
            null,
            "hash",
            Map.of(),
            new Manifest.Environment("17", "Linux", "0", "2", "cpu", 2)));
    return this;
  }

  /** With these values of users 0, 1, .. for Recall@20. */
  public HandmadeRun recall(double... values) {
    StringBuilder text = new StringBuilder("userID\trecall@20\n");
    for (int user = 0; user < values.length; user++) {
      text.append(user).append('\t').append(values[user]).append('\n');
    }
    return perUser(text.toString());
  }

  /** With this file. */
  public HandmadeRun perUser(String text) {
    try {
      Files.writeString(folder.path().resolve("per-user.tsv"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** Its folder. */
  public Path path() {
    return folder.path();
  }
}
