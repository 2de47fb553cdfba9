package org.equimodal.trainer.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From a file's bytes to what a vision model takes. */
class PixelsTest {

  private static final float TOLERANCE = 1e-4f;

  private static Pixels gray(int width, int height, float... values) {
    return new Pixels(width, height, new float[][] {values, values, values});
  }

  private static byte[] encoded(BufferedImage image, String format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, format, out)).isTrue();
    return out.toByteArray();
  }

  private static Pixels decoded(byte[] bytes) throws UnreadableImageException {
    return ImageDecoder.decode(bytes, 1);
  }

  private static BufferedImage filled(int type, int argb) {
    BufferedImage image = new BufferedImage(3, 2, type);
    for (int x = 0; x < 3; x++) {
      for (int y = 0; y < 2; y++) {
        image.setRGB(x, y, argb);
      }
    }
    return image;
  }

  @Test
  void aSquareOfTheSameSizeStaysAsItIs() {
    float[] values = {1, 2, 3, 4, 5, 6, 7, 8, 9};
    assertThat(gray(3, 3, values).square(3).channels()[0]).containsExactly(values);
  }

  @ParameterizedTest
  @CsvSource({"7, 5, 3", "5, 7, 3", "1, 9, 4", "3, 3, 8", "100, 1, 2"})
  void oneColourStaysOneColour(int width, int height, int size) {
    float[] values = new float[width * height];
    Arrays.fill(values, 77);
    Pixels square = gray(width, height, values).square(size);
    assertThat(square.channels()[2]).hasSize(size * size);
    for (float value : square.channels()[2]) {
      assertThat(value).isCloseTo(77, within(TOLERANCE));
    }
  }

  @Test
  void theMiddleIsKept() {
    assertThat(gray(4, 2, 1, 2, 3, 4, 5, 6, 7, 8).square(2).channels()[0])
        .containsExactly(2, 3, 6, 7);
    assertThat(gray(2, 4, 1, 2, 3, 4, 5, 6, 7, 8).square(2).channels()[1])
        .containsExactly(3, 4, 5, 6);
  }

  /** Four pixels to two: a triangle of reach 2, at the border cut off, weighs 3/7, 3/7, 1/7. */
  @Test
  void halvingAveragesByATriangle() {
    float[] row = {0, 70, 140, 210};
    float[] values = new float[16];
    for (int y = 0; y < 4; y++) {
      System.arraycopy(row, 0, values, 4 * y, 4);
    }
    float left = (3 * 0 + 3 * 70 + 140) / 7f;
    float right = (70 + 3 * 140 + 3 * 210) / 7f;
    float[] halved = gray(4, 4, values).square(2).channels()[0];
    assertThat(halved).containsExactly(new float[] {left, right, left, right}, within(TOLERANCE));
  }

  @Test
  void valuesAreScaledAndStandardized() {
    Pixels image = new Pixels(1, 1, new float[][] {{255}, {0}, {51}});
    float[] target = new float[4];
    new ImageSettings(1, List.of(0.5f, 0.5f, 0.2f), List.of(0.5f, 0.25f, 0.1f))
        .prepare(image, target, 1);
    assertThat(target).containsExactly(new float[] {0, 1, -2, 0}, within(TOLERANCE));
  }

  @Test
  void coloursAreThoseOfTheFile() throws Exception {
    Pixels pixels = decoded(encoded(filled(BufferedImage.TYPE_INT_RGB, 0xFF0A141E), "png"));
    assertThat(pixels.width()).isEqualTo(3);
    assertThat(pixels.height()).isEqualTo(2);
    assertThat(pixels.channels()[0]).containsOnly(10);
    assertThat(pixels.channels()[1]).containsOnly(20);
    assertThat(pixels.channels()[2]).containsOnly(30);
  }

  @Test
  void grayIsNotMadeLighter() throws Exception {
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setSample(0, 0, 0, 128);
    image.getRaster().setSample(1, 0, 0, 3);
    Pixels pixels = decoded(encoded(image, "png"));
    for (float[] channel : pixels.channels()) {
      assertThat(channel).containsExactly(128, 3);
    }
  }

  @Test
  void whatIsTransparentLetsWhiteShineThrough() throws Exception {
    Pixels pixels = decoded(encoded(filled(BufferedImage.TYPE_INT_ARGB, 0x00_00_00_00), "png"));
    assertThat(pixels.channels()[0]).containsOnly(255);
    pixels = decoded(encoded(filled(BufferedImage.TYPE_INT_ARGB, 0x33_00_00_00), "png"));
    assertThat(pixels.channels()[1]).containsOnly(204);
  }

  private static BufferedImage slope(int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.getRaster().setSample(x, y, 0, 255 * x / width);
      }
    }
    return image;
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg", "bmp"})
  void ofALargeImageSomeRowsAndColumnsAreKept(String format) throws Exception {
    byte[] bytes = encoded(slope(3000, 2000), format);
    Pixels kept = ImageDecoder.decode(bytes, 8);
    assertThat(kept.width()).isEqualTo(1500);
    assertThat(kept.height()).isEqualTo(1000);
    Pixels all = ImageDecoder.decode(bytes, 2000);
    assertThat(all.width()).as("a large square takes all of it").isEqualTo(3000);
    assertThat(kept.square(8).channels()[0])
        .containsExactly(all.square(8).channels()[0], within(1f));
  }

  @Test
  void ofALargeLineColumnsAreKept() throws Exception {
    Pixels kept = ImageDecoder.decode(encoded(slope(5_000_000, 1), "png"), 8);
    assertThat(kept.width()).isEqualTo(2_500_000);
    assertThat(kept.height()).isEqualTo(1);
  }

  @Test
  void damagedFilesSayWhy() throws Exception {
    assertThatThrownBy(() -> decoded(new byte[] {1, 2, 3}))
        .isInstanceOf(UnreadableImageException.class)
        .hasMessageContaining("no image of a known kind (JPEG, PNG");
    byte[] whole = encoded(filled(BufferedImage.TYPE_INT_RGB, 7), "png");
    assertThatThrownBy(() -> decoded(Arrays.copyOf(whole, whole.length / 2)))
        .isInstanceOf(UnreadableImageException.class)
        .hasMessageContaining("damaged");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | 1 | --size must be from 1 to 4096, was 0",
        "5000 | 1 | --size must be from 1 to 4096, was 5000",
        "8 | 0 | --std must be above 0",
      })
  void settingsThatCannotBe(int size, float std, String message) {
    assertThatThrownBy(() -> new ImageSettings(size, List.of(0f, 0f, 0f), List.of(1f, std, 1f)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
    assertThatThrownBy(() -> new ImageSettings(8, List.of(0f), List.of(1f, 1f, 1f)))
        .hasMessageContaining("--mean takes three numbers");
  }
}
