package org.equimodal.trainer;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.equimodal.backbones.Backbones;
import org.equimodal.datasets.DataSettings;
import org.equimodal.datasets.Findings;
import org.equimodal.datasets.SampleDataset;
import org.equimodal.datasets.statistics.DatasetReport;
import org.equimodal.datasets.statistics.Validation;
import org.equimodal.trainer.config.Configuration;
import org.equimodal.trainer.config.DatasetLocation;
import org.equimodal.trainer.config.Sources;
import org.equimodal.trainer.run.Json;
import org.equimodal.trainer.validation.ReportText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code validate}: what a dataset is like, and all that is wrong with it. */
@Command(
    name = "validate",
    description = {
      "Describes a dataset and lists all that is wrong with it at once.",
      "A fault is what training refuses (exit code 2), a warning what it accepts."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    sortOptions = false)
final class ValidateCommand implements Callable<Integer> {

  /** How the report is written. */
  private enum Format {
    TEXT,
    JSON;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Parameters(
      paramLabel = "DATASET",
      description = "A folder, a folder below the data directory, or the built-in sample.")
  private String dataset;

  @Option(
      names = "--data-dir",
      paramLabel = "D",
      description = "Where a dataset given by name is looked for: ${DEFAULT-VALUE}.")
  private String dataDir = "data";

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of the pairs of items that are compared: ${DEFAULT-VALUE}.")
  private long seed = 123;

  @Option(
      names = "--format",
      paramLabel = "text|json",
      description = "How the report is written: ${DEFAULT-VALUE}.")
  private Format format = Format.TEXT;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    DatasetLocation location = DatasetLocation.find(dataset, dataDir);
    Findings findings = new Findings();
    Optional<DataSettings> settings = settings(findings);
    Validation validation = new Validation(location.name(), seed, findings);
    DatasetReport report;
    if (location.folder().isEmpty()) {
      report = validation.of(SampleDataset.create());
    } else if (settings.isEmpty()) {
      report = validation.withoutSettings();
    } else {
      report = validation.of(location.folder().get(), settings.get());
    }
    spec.commandLine()
        .getOut()
        .print(format == Format.JSON ? Json.text(report) : ReportText.of(report));
    spec.commandLine().getOut().flush();
    return report.faults().isEmpty() ? Main.OK : Main.BAD_INPUT;
  }

  /**
   * How the folder is read. Its own file is checked for every backbone, because it may have
   * settings for each.
   */
  private Optional<DataSettings> settings(Findings findings) {
    Optional<DataSettings> settings = settings(List.of(), findings);
    for (String backbone : Backbones.ids()) {
      settings(List.of(new Sources.Flag("--backbone", "backbone", backbone)), findings);
    }
    return settings;
  }

  private Optional<DataSettings> settings(List<Sources.Flag> more, Findings findings) {
    List<Sources.Flag> flags = new ArrayList<>(more);
    flags.add(new Sources.Flag("DATASET", "dataset", dataset));
    flags.add(new Sources.Flag("--data-dir", "dataDir", dataDir));
    return Configuration.dataSettings(
        new Sources(List.of(), List.of(), flags),
        Backbones.ids(),
        id -> Backbones.get(id).settingsType(),
        fault -> findings.fault(fault.getMessage()));
  }
}
