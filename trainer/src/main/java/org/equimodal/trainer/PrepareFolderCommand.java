package org.equimodal.trainer;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.equimodal.datasets.preparation.PreparedData;
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

  /** What the folder holds. */
  abstract PreparedData data(String name, Path folder);

  @Override
  public final Integer call() {
    preparation.prepare(data(preparation.name(), folder), spec.commandLine().getOut());
    return Main.OK;
  }
}
