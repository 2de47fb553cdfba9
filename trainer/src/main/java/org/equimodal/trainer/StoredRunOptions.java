package org.equimodal.trainer;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.equimodal.backbones.Backbones;
import org.equimodal.backbones.View;
import org.equimodal.datasets.InputException;
import org.equimodal.trainer.config.Configuration;
import org.equimodal.trainer.config.Settings;
import org.equimodal.trainer.config.Sources;
import org.equimodal.trainer.run.RunFolder;
import org.equimodal.trainer.training.StoredModel;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which trained model a command is about, and where what it needs is found. */
final class StoredRunOptions {

  @Parameters(
      index = "0",
      paramLabel = "RUN",
      description = "The folder of a finished run, or of a teacher in it.")
  private Path run;

  @Option(
      names = "--data-dir",
      paramLabel = "D",
      description = "Where the dataset is looked for, if not where the run found it.")
  private String dataDir;

  @Option(names = "--device", paramLabel = "D", description = "auto, cpu, cuda or cuda:N.")
  private String device;

  /**
   * Loads the model.
   *
   * @throws InputException if the run or its dataset cannot be used
   */
  StoredModel load() {
    RunFolder folder = RunFolder.open(run);
    folder.readResult(); // first, for it says best that a run has not finished
    List<Sources.Flag> flags = new ArrayList<>(moved(folder, dataDir));
    flags.add(new Sources.Flag("--data-dir", "dataDir", dataDir));
    flags.add(new Sources.Flag("--device", "device", device));
    Settings settings =
        Configuration.resolve(
            new Sources(List.of(folder.config()), List.of(), flags),
            Backbones.ids(),
            id -> Backbones.get(id).settingsType());
    NativeEnvironment.prepareEngine(settings);
    return StoredModel.open(folder, settings, Datasets.open(settings));
  }

  /** The dataset of a run that was given by a path, if it lies in the data directory by now. */
  static List<Sources.Flag> moved(RunFolder folder, String dataDir) {
    if (dataDir == null) {
      return List.of();
    }
    String name = folder.readManifest().dataset().name();
    return Files.isDirectory(Path.of(dataDir, name))
        ? List.of(new Sources.Flag("--data-dir", "dataset", name))
        : List.of();
  }

  /**
   * A view of the model by its name.
   *
   * @param option by which it was given
   * @throws InputException if the run has none of that name
   */
  View view(StoredModel model, String option, String name) {
    Map<String, View> views = model.views();
    View view = views.get(name);
    if (view == null) {
      throw new InputException(
          "%s %s: %s has no such view, only %s"
              .formatted(option, name, run, String.join(", ", views.keySet())));
    }
    return view;
  }

  /** The name of the view that the model was trained to be good in. */
  static String ownView(StoredModel model) {
    return model.views().keySet().iterator().next();
  }
}
