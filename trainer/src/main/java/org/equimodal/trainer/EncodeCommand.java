package org.equimodal.trainer;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code encode}: texts and images to features. */
@Command(
    name = "encode",
    description = "Makes features of items' texts or images, by a pretrained model.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    subcommands = {EncodeTextCommand.class, EncodeImageCommand.class})
final class EncodeCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "encode what? text or image");
  }
}
