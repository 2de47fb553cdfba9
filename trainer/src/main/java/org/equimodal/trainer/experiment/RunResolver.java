package org.equimodal.trainer.experiment;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.equimodal.datasets.DataSettings;
import org.equimodal.datasets.Dataset;
import org.equimodal.trainer.config.Settings;
import org.equimodal.trainer.config.Sources;
import org.equimodal.trainer.training.RunHashes;

/** Finds out which run a cell stands for. */
public final class RunResolver {

  private final CellSettings settings;
  private final Function<Settings, Dataset> datasets;
  private final Map<DatasetKey, DatasetFacts> facts = new HashMap<>();

  /** The settings of cells, as the user's files, settings and flags make them. */
  @FunctionalInterface
  public interface CellSettings {

    /**
     * Resolves the settings of a cell.
     *
     * @param tuned settings that a search has chosen, stronger than those of files
     * @throws org.equimodal.datasets.InputException if they cannot be
     */
    Settings of(Cell cell, List<Sources.Flag> tuned);
  }

  /** What a dataset's hash depends on. */
  private record DatasetKey(String dataset, String dataDir, DataSettings data) {}

  /**
   * Prepares.
   *
   * @param settings of cells
   * @param datasets opens a dataset, which takes as long as reading it
   */
  public RunResolver(CellSettings settings, Function<Settings, Dataset> datasets) {
    this.settings = settings;
    this.datasets = datasets;
  }

  /**
   * The run of a cell.
   *
   * @param tuned settings that a search has chosen
   * @throws org.equimodal.datasets.InputException if settings or dataset cannot be
   */
  public WantedRun resolve(Cell cell, List<Sources.Flag> tuned) {
    Settings resolved = settings.of(cell, tuned);
    DatasetFacts dataset =
        facts.computeIfAbsent(
            new DatasetKey(resolved.dataset(), resolved.dataDir(), resolved.data()),
            key -> DatasetFacts.of(datasets.apply(resolved)));
    String words =
        tuned.stream().map(f -> f.key() + "=" + f.value()).collect(Collectors.joining(", "));
    RunHashes hashes = RunHashes.of(resolved, dataset.hash(), dataset.modalities());
    return new WantedRun(cell, dataset, words, resolved, hashes);
  }
}
