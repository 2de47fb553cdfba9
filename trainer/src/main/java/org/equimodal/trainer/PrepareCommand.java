package org.equimodal.trainer;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code prepare}: raw data to a dataset's folder; what kind of data is a command of its own. */
@Command(
    name = "prepare",
    description = {
      "Makes a dataset's folder from raw data.",
      "The --help of each kind tells the defaults; those used are noted in the folder's dataset.yaml."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    subcommands = {
      PrepareInteractionsCommand.class,
      PrepareAmazonCommand.class,
      PrepareMmRecCommand.class,
      PrepareLatticeCommand.class,
      PrepareMovieLensCommand.class
    })
final class PrepareCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "prepare what? interactions, amazon, mmrec, lattice or movielens");
  }
}
