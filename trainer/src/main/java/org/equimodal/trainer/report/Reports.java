package org.equimodal.trainer.report;

import java.nio.file.Files;
import java.nio.file.Path;
import org.equimodal.datasets.InputException;
import org.equimodal.trainer.run.Json;
import org.equimodal.trainer.run.RunFolder;

/** The reports of folders. */
public final class Reports {

  /** What an experiment came to. */
  private static final String EXPERIMENT = "experiment.json";

  /** What a report is called in its folder, without its ending. */
  public static final String NAME = "report";

  private Reports() {}

  /**
   * The report of a run or experiment.
   *
   * @throws InputException if the folder is neither, or a file in it cannot be read
   */
  public static Report of(Path folder) {
    Path experiment = folder.resolve(EXPERIMENT);
    if (Files.isRegularFile(experiment)) {
      ExperimentRecord record =
          Json.read(experiment, ExperimentRecord.class, "record of an experiment");
      return ExperimentReport.of(record, folder);
    }
    if (!Files.isRegularFile(RunFolder.at(folder).config())) {
      throw new InputException(
          folder
              + " is neither a run nor an experiment: it has no config.yaml and no "
              + EXPERIMENT
              + "; give the folder that a training or an experiment printed");
    }
    return RunReport.of(RunRecord.read(folder));
  }

  /** The page about a folder if there is one, else the folder. */
  static Path pageOr(Path folder) {
    Path page = folder.resolve(NAME + "." + ReportFormat.HTML.ending());
    return Files.isRegularFile(page) ? page : folder;
  }
}
