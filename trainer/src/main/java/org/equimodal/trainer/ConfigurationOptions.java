package org.equimodal.trainer;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.equimodal.backbones.Backbones;
import org.equimodal.trainer.config.Configuration;
import org.equimodal.trainer.config.Settings;
import org.equimodal.trainer.config.Sources;
import picocli.CommandLine.Option;

/** The flags that stand for settings. */
final class ConfigurationOptions {

  @Option(names = "--backbone", paramLabel = "NAME", description = "Recommender: vbpr.")
  private String backbone;

  @Option(
      names = "--dataset",
      paramLabel = "X",
      description = "A folder, a folder below the data directory, or the built-in: sample.")
  private String dataset;

  @Option(
      names = "--method",
      paramLabel = "NAME",
      description = "plain, or ckd: counterfactual knowledge distillation (default).")
  private String method;

  @Option(
      names = "--preset",
      paramLabel = "NAME",
      description = "Reading of CKD: paper (default) or release.")
  private String preset;

  @Option(names = "--data-dir", paramLabel = "D", description = "Where datasets are: data.")
  private String dataDir;

  @Option(names = "--run-dir", paramLabel = "D", description = "Where runs are written: runs.")
  private String runDir;

  @Option(names = "--seed", paramLabel = "N", description = "Seed of weights and sampling: 123.")
  private Long seed;

  @Option(names = "--epochs", paramLabel = "N", description = "Epochs at most.")
  private Integer epochs;

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

  /** Resolves the configuration, files given first being the weakest. */
  Settings resolve(List<Path> first) {
    List<Path> all = new ArrayList<>(first);
    all.addAll(files);
    Sources sources =
        new Sources(
            all,
            sets,
            List.of(
                new Sources.Flag("--backbone", "backbone", backbone),
                new Sources.Flag("--dataset", "dataset", dataset),
                new Sources.Flag("--method", "method", method),
                new Sources.Flag("--preset", "preset", preset),
                new Sources.Flag("--data-dir", "dataDir", dataDir),
                new Sources.Flag("--run-dir", "runDir", runDir),
                new Sources.Flag("--seed", "seed", seed),
                new Sources.Flag("--epochs", "training.epochs", epochs),
                new Sources.Flag("--device", "device", device)));
    return Configuration.resolve(sources, Backbones.ids(), id -> Backbones.get(id).settingsType());
  }
}
