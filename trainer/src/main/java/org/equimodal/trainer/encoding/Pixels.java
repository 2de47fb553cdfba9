package org.equimodal.trainer.encoding;

/**
 * A picture in red, green and blue.
 *
 * @param width in pixels
 * @param height in pixels
 * @param channels red, green and blue, each [height x width] row by row, 0 to 255
 */
@SuppressWarnings("ArrayRecordComponent")
record Pixels(int width, int height, float[][] channels) {

  /** Red, green and blue. */
  static final int CHANNELS = 3;

  /**
   * Scales the picture until its shorter side has a length, and cuts a square of that size out of
   * the middle. Pixels are averaged by a triangle as wide as the scale, as Pillow's bilinear filter
   * does, by which vision models are trained and tested; places and sizes are torchvision's.
   *
   * @param size of the square, in pixels
   */
  Pixels square(int size) {
    int shorter = Math.min(width, height);
    long scaledWidth = (long) size * width / shorter;
    long scaledHeight = (long) size * height / shorter;
    Filter across = Filter.of(width, scaledWidth, size);
    Filter down = Filter.of(height, scaledHeight, size);
    float[][] square = new float[CHANNELS][];
    for (int channel = 0; channel < CHANNELS; channel++) {
      float[] narrow = across.rows(channels[channel], width, height);
      square[channel] = transposed(down.rows(transposed(narrow, size, height), height, size), size);
    }
    return new Pixels(size, size, square);
  }

  private static float[] transposed(float[] plane, int size) {
    return transposed(plane, size, size);
  }

  private static float[] transposed(float[] plane, int planeWidth, int planeHeight) {
    float[] turned = new float[plane.length];
    for (int y = 0; y < planeHeight; y++) {
      for (int x = 0; x < planeWidth; x++) {
        turned[x * planeHeight + y] = plane[y * planeWidth + x];
      }
    }
    return turned;
  }

  /**
   * What the values of a shorter or longer row are made of.
   *
   * @param first for every value, the first of the original row that enters it
   * @param weights for every value, those of the original row from there on; they add up to 1
   */
  private record Filter(int[] first, float[][] weights) {

    /** The middle of a row that is scaled. */
    static Filter of(int length, long scaled, int kept) {
      double scale = (double) length / scaled;
      double reach = Math.max(scale, 1);
      double offset = Math.rint((scaled - kept) / 2.0);
      int[] first = new int[kept];
      float[][] weights = new float[kept][];
      for (int k = 0; k < kept; k++) {
        double centre = (k + offset + 0.5) * scale;
        int from = (int) Math.max(centre - reach + 0.5, 0);
        int to = (int) Math.min(centre + reach + 0.5, length);
        double[] triangle = new double[to - from];
        double sum = 0;
        for (int x = from; x < to; x++) {
          triangle[x - from] = Math.max(0, 1 - Math.abs((x - centre + 0.5) / reach));
          sum += triangle[x - from];
        }
        first[k] = from;
        weights[k] = new float[to - from];
        for (int x = 0; x < triangle.length; x++) {
          weights[k][x] = (float) (triangle[x] / sum);
        }
      }
      return new Filter(first, weights);
    }

    /** Every row of a plane, filtered. */
    float[] rows(float[] plane, int planeWidth, int planeHeight) {
      float[] filtered = new float[planeHeight * first.length];
      for (int y = 0; y < planeHeight; y++) {
        for (int k = 0; k < first.length; k++) {
          float value = 0;
          int from = y * planeWidth + first[k];
          for (int x = 0; x < weights[k].length; x++) {
            value += weights[k][x] * plane[from + x];
          }
          filtered[y * first.length + k] = value;
        }
      }
      return filtered;
    }
  }
}
