package org.equimodal.trainer;

import java.util.List;
import java.util.concurrent.Callable;
import org.equimodal.trainer.encoding.ImageSettings;
import org.equimodal.trainer.encoding.Unreachable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code encode image}: images to features. */
@Command(
    name = "image",
    description = "Makes features of items' images, by a vision model as TorchScript.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    sortOptions = false)
final class EncodeImageCommand implements Callable<Integer> {

  @Option(
      names = "--size",
      paramLabel = "N",
      description = "Pixels of the square that the model takes: ${DEFAULT-VALUE}.")
  private int size = 224;

  // Of ImageNet's training images, which most vision models are trained with.
  @Option(
      names = "--mean",
      paramLabel = "R,G,B",
      split = ",",
      description = "Mean of every colour, from 0 to 1: 0.485,0.456,0.406 (ImageNet).")
  private List<Float> mean = List.of(0.485f, 0.456f, 0.406f);

  @Option(
      names = "--std",
      paramLabel = "R,G,B",
      split = ",",
      description = "Standard deviation of every colour: 0.229,0.224,0.225 (ImageNet).")
  private List<Float> std = List.of(0.229f, 0.224f, 0.225f);

  @Option(
      names = "--unreachable",
      paramLabel = "end|mean",
      description =
          "What an image does that network or server fail to give, asked several times: end the encoding,"
              + " which the same command goes on with, the default; or have its item get the mean of the"
              + " others, for good.")
  private Unreachable unreachable = Unreachable.END;

  @Mixin private EncodeOptions options = new EncodeOptions();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    ImageSettings settings = EncodeOptions.valid(() -> new ImageSettings(size, mean, std));
    return options.encode(
        encoding -> encoding.images(settings, unreachable), spec.commandLine().getOut());
  }
}
