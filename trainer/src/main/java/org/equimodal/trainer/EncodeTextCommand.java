package org.equimodal.trainer;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.equimodal.trainer.encoding.Pooling;
import org.equimodal.trainer.encoding.TextSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code encode text}: texts to features. */
@Command(
    name = "text",
    description = {
      "Makes features of items' texts, by a sentence-transformers model as TorchScript.",
      "The model's folder holds one .pt, tokenizer.json and serving.properties, as djl-convert writes them."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    sortOptions = false)
final class EncodeTextCommand implements Callable<Integer> {

  @Option(
      names = "--pooling",
      paramLabel = "mean|cls|max",
      description = "How the tokens' vectors become one; by default as the model says, else mean.")
  private Pooling pooling;

  @Option(
      names = "--normalize",
      negatable = true,
      description = "Divides every row by its length, or does not; by default as the model says.")
  private Boolean normalize;

  @Option(
      names = "--max-length",
      paramLabel = "N",
      description = "The most tokens of a text; by default as the model says.")
  private Integer maxLength;

  @Mixin private EncodeOptions options = new EncodeOptions();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    TextSettings settings =
        EncodeOptions.valid(
            () ->
                new TextSettings(
                    Optional.ofNullable(pooling),
                    Optional.ofNullable(normalize),
                    maxLength == null ? OptionalInt.empty() : OptionalInt.of(maxLength)));
    return options.encode(encoding -> encoding.texts(settings), spec.commandLine().getOut());
  }
}
