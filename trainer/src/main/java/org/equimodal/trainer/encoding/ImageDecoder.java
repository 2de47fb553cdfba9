package org.equimodal.trainer.encoding;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Reads images of the kinds that Java knows: JPEG, PNG, GIF, BMP, TIFF. */
final class ImageDecoder {

  private static final long MOST_PIXELS = 100_000_000;

  /**
   * Kept of an image in memory, 16 bytes each; as many images are read at once as there are cores.
   */
  private static final int MOST_KEPT = 4_000_000;

  private static final int WHITE = 255;

  static {
    System.setProperty("java.awt.headless", "true"); // else Java loads what it draws windows with
  }

  private ImageDecoder() {}

  /**
   * Reads an image; of one so large that it would take too much memory, every second, third .. row
   * and column.
   *
   * @param size of the square that is made of it: a picture twice as high and wide is kept
   * @return its pixels; what is transparent lets white shine through
   * @throws UnreadableImageException if it is damaged, of another kind, or has more than 100
   *     million pixels
   */
  static Pixels decode(byte[] bytes, int size) throws UnreadableImageException {
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw new UnreadableImageException(
            "it is no image of a known kind (JPEG, PNG, GIF, BMP, TIFF)");
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in, true, true);
        long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
        if (pixels > MOST_PIXELS) {
          throw new UnreadableImageException("it has more than 100 million pixels");
        }
        ImageReadParam param = reader.getDefaultReadParam();
        int step = step(pixels, size);
        int across = Math.min(step, reader.getWidth(0));
        int down = Math.min(step, reader.getHeight(0));
        param.setSourceSubsampling(across, down, (across - 1) / 2, (down - 1) / 2);
        return pixels(reader.read(0, param));
      } finally {
        reader.dispose();
      }
    } catch (IOException | RuntimeException e) { // readers throw anything at damaged files
      throw new UnreadableImageException("it is damaged: " + e.getMessage(), e);
    }
  }

  /** From one row, or column, that is kept to the next. */
  private static int step(long pixels, int size) {
    long kept = Math.max(MOST_KEPT, 4L * size * size);
    return (int) Math.ceil(Math.sqrt((double) pixels / kept));
  }

  private static Pixels pixels(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    float[][] channels = new float[Pixels.CHANNELS][width * height];
    if (image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY) {
      gray(image, channels);
      return new Pixels(width, height, channels);
    }
    int[] row = new int[width];
    for (int y = 0; y < height; y++) {
      image.getRGB(0, y, width, 1, row, 0, width);
      for (int x = 0; x < width; x++) {
        int alpha = row[x] >>> 24;
        for (int channel = 0; channel < Pixels.CHANNELS; channel++) {
          int value = row[x] >> (8 * (Pixels.CHANNELS - 1 - channel)) & 0xFF;
          channels[channel][y * width + x] = overWhite(value, alpha);
        }
      }
    }
    return new Pixels(width, height, channels);
  }

  /** As the file has it: getRGB takes gray for linear and makes it lighter. */
  private static void gray(BufferedImage image, float[][] channels) {
    Raster raster = image.getRaster();
    int width = image.getWidth();
    float most = (1 << image.getSampleModel().getSampleSize(0)) - 1;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < width; x++) {
        float value = raster.getSample(x, y, 0) * WHITE / most;
        int alpha = image.getColorModel().hasAlpha() ? image.getRGB(x, y) >>> 24 : WHITE;
        for (float[] channel : channels) {
          channel[y * width + x] = overWhite(value, alpha);
        }
      }
    }
  }

  private static float overWhite(float value, int alpha) {
    return alpha == WHITE ? value : (value * alpha + WHITE * (WHITE - alpha)) / WHITE;
  }
}
