package org.equimodal.trainer;

import java.nio.file.Path;
import org.equimodal.datasets.DataSettings;
import org.equimodal.datasets.preparation.PreparedData;
import org.equimodal.datasets.preparation.folder.PreparedFolder;
import picocli.CommandLine.Command;

/** {@code prepare lattice}: a folder in the layout of LATTICE and of the CKD authors. */
@Command(
    name = "lattice",
    description =
        "Makes a dataset's folder from one of LATTICE or the CKD authors;"
            + " its split is kept, and all users and items with an interaction, unless --split or a"
            + " core is given; those without an interaction are dropped.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    sortOptions = false)
final class PrepareLatticeCommand extends PrepareFolderCommand {

  @Override
  PreparedData data(String name, Path folder, DataSettings settings) {
    return PreparedFolder.lattice(name, folder, settings);
  }
}
