package org.equimodal.trainer;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.equimodal.backbones.tensor.Devices;
import org.equimodal.datasets.InputException;
import org.equimodal.trainer.config.Settings;
import org.equimodal.trainer.config.Sources;
import org.equimodal.trainer.encoding.EncodedDataset;
import org.equimodal.trainer.encoding.EncodingRequest;
import org.equimodal.trainer.encoding.FeatureEncoding;
import org.equimodal.trainer.encoding.Features;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of encoding, whatever is encoded. */
final class EncodeOptions {

  private static final Logger logger = LoggerFactory.getLogger(EncodeOptions.class);
  private static final String DATASET = "--dataset";

  @Option(
      names = DATASET,
      paramLabel = "X",
      description = "The dataset whose items get features: a folder, or a name below --data-dir.")
  private String dataset;

  @Option(
      names = "--input",
      paramLabel = "F",
      description =
          "Where the content is, by default items.jsonl in the dataset: such a file, a table of items"
              + " and texts or images with a tab between them, or a folder of images named by item.")
  private Path input;

  @Option(
      names = "--model",
      paramLabel = "M",
      required = true,
      description =
          "A folder, a .pt file, or djl://GROUP/NAME, a model of DJL's zoo, which is downloaded.")
  private String model;

  @Option(
      names = "--modality",
      paramLabel = "NAME",
      required = true,
      description = "What the features are called, such as textual or visual.")
  private String modality;

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      description = "Items that go through the model at once: ${DEFAULT-VALUE}.")
  private int batchSize = 32;

  @Option(
      names = "--out",
      paramLabel = "F.npy",
      description = "The file, by default the one that training looks for in the dataset's folder.")
  private Path out;

  @Option(
      names = "--overwrite",
      description = "Replaces features that are there, or were begun with another model or input.")
  private boolean overwrite;

  @Mixin private ConfigurationOptions configuration = new ConfigurationOptions();

  /** Settings that refuse what they cannot be. */
  static <T> T valid(Supplier<T> settings) {
    try {
      return settings.get();
    } catch (IllegalArgumentException e) {
      throw new InputException(e.getMessage(), e);
    }
  }

  /** Encodes, and prints where the features are. */
  int encode(Function<FeatureEncoding, Features> work, PrintWriter printer) {
    Settings settings =
        configuration.resolve(List.of(), List.of(new Sources.Flag(DATASET, "dataset", dataset)));
    EncodingRequest request =
        new EncodingRequest(
            Optional.ofNullable(dataset).map(name -> encoded(settings)),
            Optional.ofNullable(input),
            model,
            modality,
            batchSize,
            Optional.ofNullable(out),
            overwrite);
    NativeEnvironment.prepareEngine(settings);
    Devices.unusedGpu(settings.device()).ifPresent(logger::info);
    Features features;
    try (EncodingBar bar = new EncodingBar(NativeEnvironment.isTerminal())) {
      features = work.apply(new FeatureEncoding(request, Devices.choose(settings.device()), bar));
    }
    printer.println(
        "features: %s, %d items, %d wide"
            .formatted(features.file(), features.items(), features.width()));
    printer.println("provenance: " + features.provenance());
    printer.flush();
    return Main.OK;
  }

  private EncodedDataset encoded(Settings settings) {
    Path folder =
        settings
            .location()
            .folder()
            .orElseThrow(
                () ->
                    new InputException(
                        DATASET
                            + " "
                            + dataset
                            + ": the built-in dataset has neither texts nor images; name a folder"));
    return new EncodedDataset(settings.location().name(), folder, settings.data());
  }
}
