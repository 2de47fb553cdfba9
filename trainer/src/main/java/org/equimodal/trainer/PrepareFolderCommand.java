package org.equimodal.trainer;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.equimodal.backbones.Backbones;
import org.equimodal.datasets.DataSettings;
import org.equimodal.datasets.preparation.PreparedData;
import org.equimodal.trainer.config.Configuration;
import org.equimodal.trainer.config.Sources;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prepares a folder that others made, which brings a split of its own. */
abstract class PrepareFolderCommand implements Callable<Integer> {

  @Parameters(paramLabel = "DIR", description = "The folder.")
  private Path folder;

  @Mixin private PreparationOptions preparation = new PreparationOptions();

  @Spec private CommandSpec spec;

  /**
   * What the folder holds.
   *
   * @param settings how training reads it
   */
  abstract PreparedData data(String name, Path folder, DataSettings settings);

  @Override
  public final Integer call() {
    preparation.prepare(data(preparation.name(), folder, settings()), spec.commandLine().getOut());
    return Main.OK;
  }

  /** Those of the folder's name and its own; whoever reads a folder that is not there says so. */
  private DataSettings settings() {
    if (!Files.isDirectory(folder)) {
      return DataSettings.automatic();
    }
    Sources.Flag dataset = new Sources.Flag("DIR", "dataset", folder.toAbsolutePath());
    return Configuration.resolve(
            new Sources(List.of(), List.of(), List.of(dataset)),
            Backbones.ids(),
            id -> Backbones.get(id).settingsType())
        .data();
  }
}
