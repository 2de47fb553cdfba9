package org.equimodal.trainer;

import org.equimodal.datasets.DataSettings;
import org.equimodal.datasets.Dataset;
import org.equimodal.datasets.DatasetReader;
import org.equimodal.datasets.InputException;
import org.equimodal.datasets.SampleDataset;
import org.equimodal.datasets.Split;
import org.equimodal.trainer.config.DatasetLocation;
import org.equimodal.trainer.config.Settings;

/** Opens the dataset that the configuration names. */
final class Datasets {

  private Datasets() {}

  /**
   * Reads the dataset, or generates it if it is built in.
   *
   * @throws org.equimodal.datasets.InputException if it is nowhere or faulty
   */
  static Dataset open(Settings settings) {
    DatasetLocation location = settings.location();
    return location
        .folder()
        .map(folder -> DatasetReader.read(location.name(), folder, settings.data()))
        .orElseGet(() -> builtIn(settings));
  }

  /**
   * Reads the dataset's interactions alone; its features need not be there.
   *
   * @throws org.equimodal.datasets.InputException if they are nowhere or faulty
   */
  static Split openSplit(Settings settings) {
    DatasetLocation location = settings.location();
    return location
        .folder()
        .map(folder -> DatasetReader.readSplit(location.name(), folder, settings.data()))
        .orElseGet(() -> builtIn(settings).split());
  }

  private static Dataset builtIn(Settings settings) {
    if (!settings.data().equals(DataSettings.automatic())) {
      throw new InputException(
          "data: the built-in dataset is generated and has no files; leave the settings of data out");
    }
    return SampleDataset.create();
  }
}
