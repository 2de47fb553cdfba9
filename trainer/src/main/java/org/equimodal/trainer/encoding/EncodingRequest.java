package org.equimodal.trainer.encoding;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.equimodal.datasets.InputException;
import org.equimodal.datasets.ItemList;
import org.equimodal.datasets.Modality;

/**
 * What is to be encoded, whatever it is.
 *
 * @param dataset whose items get features; absent: the input has all items
 * @param input where the content is; absent: the dataset's {@code items.jsonl}
 * @param model a folder, a file, or an address of DJL's zoo
 * @param modality what the features are called
 * @param batchSize items per batch
 * @param out the file of features; absent: where training looks for them in the dataset's folder
 * @param overwrite whether features that are there, or were begun otherwise, are replaced
 */
public record EncodingRequest(
    Optional<EncodedDataset> dataset,
    Optional<Path> input,
    String model,
    String modality,
    int batchSize,
    Optional<Path> out,
    boolean overwrite) {

  private static final String JSON_LINES = ".jsonl";

  /**
   * Checks that the parts fit.
   *
   * @throws InputException if there are no items or no place for features
   */
  public EncodingRequest {
    if (batchSize < 1) {
      throw new InputException("--batch-size must be at least 1, was " + batchSize);
    }
    if (dataset.isEmpty() && (input.isEmpty() || out.isEmpty())) {
      throw new InputException(
          "encode needs --dataset, or --input and --out: the items, and where their features go");
    }
    if (input.isPresent() && !Files.exists(input.get())) {
      throw new InputException("--input " + input.get() + ": there is no such file or folder");
    }
    modality = new Modality(0, modality).name();
  }

  Destination destination() {
    Destination destination =
        out.map(Destination::named).orElseGet(() -> dataset.orElseThrow().destination(modality));
    if (!overwrite && !Files.exists(destination.part())) { // else a finished part may be their own
      destination.requireFree();
    }
    destination.requireOwnProvenance();
    return destination;
  }

  /**
   * The texts.
   *
   * @param room a folder for a temporary file
   */
  Texts texts(Path room) {
    if (input.isPresent() && !input.get().toString().endsWith(JSON_LINES)) {
      return Texts.read(input.get(), numbers(), room);
    }
    return Texts.of(items(), room);
  }

  Images images() {
    if (input.isEmpty() || input.get().toString().endsWith(JSON_LINES)) {
      return Images.of(items());
    }
    return Files.isDirectory(input.get())
        ? Images.inFolder(input.get(), numbers())
        : Images.readTable(input.get(), numbers());
  }

  private ItemNumbers numbers() {
    return dataset.map(EncodedDataset::numbers).orElseGet(ItemNumbers::ofInput);
  }

  private ItemList items() {
    return input
        .map(ItemList::new)
        .or(() -> dataset.orElseThrow().items())
        .orElseThrow(
            () ->
                new InputException(
                    "dataset %s has no %s in %s; prepare writes it, or name a table with --input"
                        .formatted(
                            dataset.orElseThrow().name(),
                            ItemList.NAME,
                            dataset.orElseThrow().folder())));
  }

  /**
   * Checks that there is a row for every item that the interactions name.
   *
   * @throws InputException if there are more or fewer
   */
  void requireItems(int rows, Path source) {
    if (dataset.isPresent()) {
      int count = dataset.get().count();
      if (count != rows) {
        throw new InputException(
            "%s has %d items but the interactions of dataset %s name %d; use the list that was made with them"
                .formatted(source, rows, dataset.get().name(), count));
      }
    }
  }
}
