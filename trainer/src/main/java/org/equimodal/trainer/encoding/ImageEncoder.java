package org.equimodal.trainer.encoding;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.equimodal.backbones.tensor.StepScope;

/**
 * Images to rows, by a vision model: TorchScript that takes float [n, 3, size, size] and returns a
 * vector per image, float [n, width] or [n, width, 1, 1].
 */
final class ImageEncoder implements RowEncoder {

  private final List<Optional<ImageLocation>> images;
  private final ImageSettings settings;
  private final ImageDownload download;
  private final ScriptModule module;

  ImageEncoder(Images images, ImageSettings settings, ImageDownload download, ScriptModule module) {
    this.images = images.ofItem();
    this.settings = settings;
    this.download = download;
    this.module = module;
  }

  @Override
  public int[] order() {
    return IntStream.range(0, images.size()).toArray();
  }

  @Override
  public EncodedBatch encode(int[] items) {
    float[] values = new float[items.length * settings.values()];
    String[] faults = new String[items.length];
    IntStream.range(0, items.length)
        .parallel()
        .forEach(k -> faults[k] = prepare(images.get(items[k]), values, k * settings.values()));
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
      settings.prepare(ImageDecoder.decode(bytes, settings.size()), values, start);
      return null;
    } catch (UnreadableImageException e) {
      return image.get().text() + ": " + e.getMessage();
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
}
