package org.equimodal.trainer.encoding;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.equimodal.backbones.tensor.StepScope;

/**
 * Images to rows, by a vision model: TorchScript that takes float [n, 3, size, size] and returns a
 * vector per image, float [n, width] or [n, width, 1, 1]. Images of a batch are prepared side by
 * side, on threads that end with the encoder.
 */
final class ImageEncoder implements RowEncoder, AutoCloseable {

  private static final int CORES = Runtime.getRuntime().availableProcessors();

  /** Images that are brought at once from the network, where they are waited for more than read. */
  private static final int CONNECTIONS = 16;

  private final List<Optional<ImageLocation>> images;
  private final ImageSettings settings;
  private final ImageDownload download;
  private final ScriptModule module;
  private final ExecutorService threads;
  private final Semaphore decoders = new Semaphore(CORES); // a decoded image takes much memory

  ImageEncoder(Images images, ImageSettings settings, ImageDownload download, ScriptModule module) {
    this.images = images.ofItem();
    this.settings = settings;
    this.download = download;
    this.module = module;
    boolean network =
        this.images.stream().flatMap(Optional::stream).anyMatch(ImageLocation::isAddress);
    this.threads =
        Executors.newFixedThreadPool(
            network ? Math.max(CORES, CONNECTIONS) : CORES,
            task -> {
              Thread preparing = new Thread(task, "images");
              preparing.setDaemon(true);
              return preparing;
            });
  }

  @Override
  public int[] order() {
    return IntStream.range(0, images.size()).toArray();
  }

  @Override
  public EncodedBatch encode(int[] items) {
    float[] values = new float[items.length * settings.values()];
    String[] faults = new String[items.length];
    List<Future<String>> prepared =
        IntStream.range(0, items.length)
            .mapToObj(
                k ->
                    threads.submit(
                        () -> prepare(images.get(items[k]), values, k * settings.values())))
            .toList();
    for (int k = 0; k < items.length; k++) {
      faults[k] = await(prepared.get(k));
    }
    int found = closeRanks(values, faults);
    if (found == 0) {
      return new EncodedBatch(Arrays.asList(faults), 0, new float[0]);
    }
    try (StepScope scope = StepScope.inference(module.manager())) {
      Shape shape = new Shape(found, Pixels.CHANNELS, settings.size(), settings.size());
      NDArray inputs = scope.manager().create(Arrays.copyOf(values, (int) shape.size()), shape);
      float[] rows = vectors(module.run(inputs), found).toFloatArray();
      return new EncodedBatch(Arrays.asList(faults), rows.length / found, rows);
    }
  }

  /** Why an image cannot be prepared; null if it was. */
  private String prepare(Optional<ImageLocation> image, float[] values, int start) {
    if (image.isEmpty()) {
      return "no image is named";
    }
    try {
      byte[] bytes = image.get().read(download);
      decoders.acquireUninterruptibly();
      try {
        settings.prepare(ImageDecoder.decode(bytes, settings.size()), values, start);
      } finally {
        decoders.release();
      }
      return null;
    } catch (UnreadableImageException e) {
      return image.get().text() + ": " + e.getMessage();
    }
  }

  private static String await(Future<String> prepared) {
    try {
      return prepared.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) e.getCause(); // nothing checked is thrown
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Moves the images there are to the front. */
  private int closeRanks(float[] values, String[] faults) {
    int found = 0;
    for (int k = 0; k < faults.length; k++) {
      if (faults[k] == null) {
        System.arraycopy(
            values, k * settings.values(), values, found * settings.values(), settings.values());
        found++;
      }
    }
    return found;
  }

  private NDArray vectors(NDArray result, int count) {
    Shape shape = result.getShape();
    boolean single = shape.dimension() == 4 && shape.get(2) == 1 && shape.get(3) == 1;
    if (!(shape.dimension() == 2 || single)
        || shape.get(0) != count
        || !result.getDataType().isFloating()) {
      throw module.unexpected(result, "a vector per image, floats of shape (" + count + ", width)");
    }
    return result.toType(DataType.FLOAT32, false).reshape(count, shape.get(1));
  }

  /** Gives up what is still under way. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
