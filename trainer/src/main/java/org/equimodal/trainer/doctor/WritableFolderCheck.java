package org.equimodal.trainer.doctor;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whether a folder can be written to, or made if it is not there.
 *
 * @param name of the check
 * @param folder the folder
 * @param fix what to do if not
 */
public record WritableFolderCheck(String name, Path folder, String fix) implements Check {

  @Override
  public Outcome look() {
    return ExistingFolder.above(folder)
        .fault()
        .map(fault -> Outcome.failure(fault + "; " + fix))
        .orElseGet(() -> Outcome.ok(folder + (Files.exists(folder) ? "" : ", made when needed")));
  }
}
