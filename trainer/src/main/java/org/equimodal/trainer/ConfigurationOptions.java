package org.equimodal.trainer;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.equimodal.backbones.Backbones;
import org.equimodal.trainer.config.Configuration;
import org.equimodal.trainer.config.Settings;
import org.equimodal.trainer.config.Sources;
import picocli.CommandLine.Option;

/** The flags for settings that every command has. */
final class ConfigurationOptions {

  @Option(
      names = "--data-dir",
      paramLabel = "D",
      description = "Where datasets given by name are looked for.")
  private String dataDir;

  @Option(names = "--device", paramLabel = "D", description = "auto, cpu, cuda or cuda:N.")
  private String device;

  @Option(
      names = "--config",
      paramLabel = "F.yaml",
      description = "A file of settings; repeatable, the last wins.")
  private List<Path> files = new ArrayList<>();

  @Option(
      names = "--set",
      paramLabel = "a.b=v",
      description = "One setting, as in conf/defaults.yaml; repeatable, the last wins.")
  private List<String> sets = new ArrayList<>();

  /**
   * Resolves the configuration.
   *
   * @param first files weaker than those of the user
   * @param more the command's own flags
   */
  Settings resolve(List<Path> first, List<Sources.Flag> more) {
    List<Path> all = new ArrayList<>(first);
    all.addAll(files);
    List<Sources.Flag> flags = new ArrayList<>(more);
    flags.add(new Sources.Flag("--data-dir", "dataDir", dataDir));
    flags.add(new Sources.Flag("--device", "device", device));
    return Configuration.resolve(
        new Sources(all, sets, flags), Backbones.ids(), id -> Backbones.get(id).settingsType());
  }

  /** Where datasets given by name are looked for; null if it was not said. */
  String dataDir() {
    return dataDir;
  }

  /** The configuration that a run was trained with. */
  static Settings stored(Path config) {
    return Configuration.read(config, id -> Backbones.get(id).settingsType());
  }
}
