package org.equimodal.trainer.serving;

import java.util.Map;
import java.util.Objects;

/**
 * What an export is of and what it holds ({@code export.json}).
 *
 * @param version of the program
 * @param git the program's commit
 * @param run the run's folder, by its name alone
 * @param dataset its name
 * @param datasetHash of what the model learnt from
 * @param backbone its id
 * @param method the run's
 * @param seed the run's
 * @param users n_u
 * @param items n_i
 * @param views by the name of their folder
 * @param files by path within the folder; this one is not among them
 */
record ExportRecord(
    String version,
    String git,
    String run,
    String dataset,
    String datasetHash,
    String backbone,
    String method,
    long seed,
    int users,
    int items,
    Map<String, ExportedView> views,
    Map<String, ExportedFile> files) {

  /**
   * Refuses what is not whole.
   *
   * @throws NullPointerException if the files are missing
   */
  ExportRecord {
    Objects.requireNonNull(files, "it names no files");
  }

  /**
   * A view.
   *
   * @param view its name
   * @param dimension how long the vectors are
   */
  record ExportedView(String view, long dimension) {}

  /**
   * A file.
   *
   * @param bytes its size
   * @param sha256 of its bytes, in lower-case hexadecimal
   */
  record ExportedFile(long bytes, String sha256) {}
}
