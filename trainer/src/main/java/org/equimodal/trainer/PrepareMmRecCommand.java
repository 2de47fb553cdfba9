package org.equimodal.trainer;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.equimodal.datasets.preparation.folder.PreparedFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code prepare mmrec}: a folder in the layout of MMRec. */
@Command(
    name = "mmrec",
    description =
        "Makes a dataset's folder from one of MMRec: NAME.inter, <modality>_feat.npy, id mappings;"
            + " its split is kept, and all users and items with an interaction, unless --split or a"
            + " core is given; those without an interaction are dropped.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    sortOptions = false)
final class PrepareMmRecCommand implements Callable<Integer> {

  @Parameters(paramLabel = "DIR", description = "The folder.")
  private Path folder;

  @Mixin private PreparationOptions preparation = new PreparationOptions();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    preparation.prepare(
        PreparedFolder.mmRec(preparation.name(), folder), spec.commandLine().getOut());
    return Main.OK;
  }
}
