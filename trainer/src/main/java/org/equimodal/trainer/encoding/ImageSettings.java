package org.equimodal.trainer.encoding;

import java.util.List;
import org.equimodal.datasets.InputException;

/**
 * How an image is made what a vision model takes: scaled to a shorter side of {@code size}, the
 * square in the middle, values from 0 to 1, minus the mean, over the standard deviation.
 *
 * @param size of the square, in pixels
 * @param mean of red, green and blue, from 0 to 1
 * @param std standard deviation of red, green and blue, above 0
 */
public record ImageSettings(int size, List<Float> mean, List<Float> std) {

  private static final int LARGEST = 4096;
  private static final float WHITE = 255;

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if a value cannot be
   */
  public ImageSettings {
    if (size < 1 || size > LARGEST) {
      throw new IllegalArgumentException("--size must be from 1 to 4096, was " + size);
    }
    mean = threeOf("--mean", mean);
    std = threeOf("--std", std);
    if (std.stream().anyMatch(value -> value <= 0)) {
      throw new IllegalArgumentException("--std must be above 0, was " + std);
    }
  }

  private static List<Float> threeOf(String option, List<Float> values) {
    if (values.size() != Pixels.CHANNELS || !values.stream().allMatch(Float::isFinite)) {
      throw new IllegalArgumentException(
          option + " takes three numbers, for red, green and blue, was " + values);
    }
    return List.copyOf(values);
  }

  /** Number of values of a prepared image: 3 x size x size. */
  int values() {
    return Pixels.CHANNELS * size * size;
  }

  /**
   * Checks that a batch goes into one buffer.
   *
   * @param images in a batch
   * @throws InputException if it takes more than an int counts, 2 GiB
   */
  void requireRoom(int images) {
    long bytes = (long) values() * Float.BYTES * images;
    if (bytes > Integer.MAX_VALUE) {
      throw new InputException(
          "a batch of %d images of --size %d takes %d MiB, and there is room for less than 2048; lower --batch-size or --size"
              .formatted(images, size, bytes >> 20));
    }
  }

  /**
   * Prepares an image.
   *
   * @param target takes the values, channel by channel, row by row
   * @param start where they begin
   */
  void prepare(Pixels image, float[] target, int start) {
    Pixels square = image.square(size);
    int next = start;
    for (int channel = 0; channel < Pixels.CHANNELS; channel++) {
      for (float value : square.channels()[channel]) {
        target[next++] = (value / WHITE - mean.get(channel)) / std.get(channel);
      }
    }
  }
}
