package org.equimodal.trainer.encoding;

import ai.djl.Device;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.equimodal.datasets.InputException;
import org.equimodal.trainer.run.AtomicFile;
import org.equimodal.trainer.run.Build;
import org.equimodal.trainer.run.Json;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a file of features: batch after batch into the {@link PartFile}, then all of them in the
 * order of items. On the CPU, with one number of threads, the bytes are the same however often it
 * was stopped in between.
 */
public final class FeatureEncoding {

  private static final Logger logger = LoggerFactory.getLogger(FeatureEncoding.class);
  private static final int FAULTS_LOGGED = 5;

  private final EncodingRequest request;
  private final Device device;
  private final EncodingProgress progress;

  /**
   * Prepares.
   *
   * @param device that the model runs on
   */
  public FeatureEncoding(EncodingRequest request, Device device, EncodingProgress progress) {
    this.request = request;
    this.device = device;
    this.progress = progress;
  }

  /**
   * Encodes texts.
   *
   * @throws InputException if the input or the model cannot be used
   */
  public Features texts(TextSettings settings) {
    Destination destination = request.destination();
    try (Texts texts = request.texts(destination.folder())) {
      request.requireItems(texts.items(), texts.source());
      ModelFiles model = ModelFiles.find(request.model());
      if (texts.missing() > 0) {
        logger.warn(
            "{} of {} items have no text; they get the row of the empty text",
            texts.missing(),
            texts.items());
      }
      try (TextTokenizer tokenizer = new TextTokenizer(model, settings.maxLength());
          ScriptModule module = new ScriptModule(model, device)) {
        Recipe.OfText how = TextModel.recipe(model, settings, tokenizer.maxLength());
        Recipe recipe =
            new Recipe(
                Build.version(),
                texts.hash(),
                texts.items(),
                model.hashes(),
                deviceName(),
                request.batchSize(),
                how,
                null);
        return encode(
            new TextEncoder(texts, how, tokenizer, module),
            recipe,
            destination,
            rows -> new EncodingRecord.Missing(texts.missing(), "that of the empty text", null),
            texts.source());
      }
    }
  }

  /**
   * Encodes images.
   *
   * @param unreachable what becomes of images that cannot be fetched
   * @throws InputException if the input or the model cannot be used, or no image can be read
   */
  public Features images(ImageSettings settings, Unreachable unreachable) {
    return images(settings, ImageDownload.patient(unreachable));
  }

  Features images(ImageSettings settings, ImageDownload download) {
    Destination destination = request.destination();
    Images images = request.images();
    int items = images.ofItem().size();
    request.requireItems(items, images.source());
    settings.requireRoom(Math.min(request.batchSize(), items));
    ModelFiles model = ModelFiles.find(request.model());
    try (ScriptModule module = new ScriptModule(model, device);
        ImageEncoder encoder = new ImageEncoder(images, settings, download, module)) {
      Recipe recipe =
          new Recipe(
              Build.version(),
              images.hash(),
              items,
              model.hashes(),
              deviceName(),
              request.batchSize(),
              null,
              settings);
      return encode(
          encoder,
          recipe,
          destination,
          rows ->
              new EncodingRecord.Missing(
                  rows.faults().size(), "the mean of the others", rows.faults()),
          images.source());
    }
  }

  private Features encode(
      RowEncoder encoder,
      Recipe recipe,
      Destination destination,
      Function<EncodedRows, EncodingRecord.Missing> missing,
      Path source) {
    int[] order = encoder.order();
    try (PartFile part = new PartFile(destination.part(), recipe, request.overwrite())) {
      if (!request.overwrite() && part.batches() * (long) request.batchSize() < order.length) {
        destination.requireFree();
      }
      fill(part, encoder, order);
      EncodedRows rows = new EncodedRows(part, order);
      requireRows(rows, part, source);
      logFaults(rows.faults(), order.length, destination.provenance());
      EncodingRecord made =
          new EncodingRecord(
              request.modality(),
              order.length,
              rows.width(),
              FileHash.of(rows::writeNpy),
              input(source, destination),
              request.model(),
              Build.commit(),
              recipe,
              missing.apply(rows));
      // Nothing tells of features that are not there; and until all is there, the part file is, by
      // which the same command comes to the same end.
      AtomicFile.write(destination.file(), rows::writeNpy);
      Json.write(destination.provenance(), made);
      destination.announcement().run();
      part.delete();
      return new Features(destination.file(), destination.provenance(), order.length, rows.width());
    }
  }

  /** Encodes what is not in the file yet. */
  private void fill(PartFile part, RowEncoder encoder, int[] order) {
    int size = request.batchSize();
    int done = Math.min(order.length, part.batches() * size);
    if (done > 0) {
      logger.info("going on after {} of {} items", done, order.length);
    }
    progress.started(order.length, done);
    for (int first = done; first < order.length; first += size) {
      int[] items =
          IntStream.range(first, Math.min(order.length, first + size)).map(k -> order[k]).toArray();
      EncodedBatch batch = encoder.encode(items);
      requireNumbers(batch);
      part.add(batch);
      progress.encoded(first + items.length);
    }
  }

  private void requireNumbers(EncodedBatch batch) {
    for (float value : batch.values()) {
      if (!Float.isFinite(value)) {
        throw new InputException(
            "--model %s: the model gives values that are no finite numbers; choose another, or another device"
                .formatted(request.model()));
      }
    }
  }

  private static void requireRows(EncodedRows rows, PartFile part, Path source) {
    if (rows.width() == 0) {
      part.delete();
      throw new InputException(
          "%s: of no item there is an image that can be read: %s"
              .formatted(source, named(rows.faults())));
    }
  }

  private static void logFaults(List<EncodedRows.Fault> faults, int items, Path provenance) {
    if (!faults.isEmpty()) {
      logger.warn(
          "{} of {} items have no image that can be read and get the mean of the others: {}; all are named in {}",
          faults.size(),
          items,
          named(faults),
          provenance);
    }
  }

  private static String named(List<EncodedRows.Fault> faults) {
    Stream<String> first =
        faults.stream().limit(FAULTS_LOGGED).map(f -> "item " + f.item() + " (" + f.why() + ")");
    Stream<String> rest =
        faults.size() > FAULTS_LOGGED
            ? Stream.of((faults.size() - FAULTS_LOGGED) + " more")
            : Stream.empty();
    return Stream.concat(first, rest).collect(Collectors.joining(", "));
  }

  private String deviceName() {
    return device.isGpu() ? "cuda:" + device.getDeviceId() : "cpu";
  }

  /** What lies beside the features is called by its name, wherever the folder is. */
  private static EncodingRecord.Input input(Path source, Destination destination) {
    boolean beside = destination.folder().equals(source.toAbsolutePath().getParent());
    return new EncodingRecord.Input(
        (beside ? source.getFileName() : source).toString(),
        Files.isDirectory(source) ? null : FileHash.of(source));
  }
}
