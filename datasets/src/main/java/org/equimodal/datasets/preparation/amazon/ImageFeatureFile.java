package org.equimodal.datasets.preparation.amazon;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.equimodal.datasets.InputException;
import org.equimodal.datasets.preparation.FeatureSource;

/**
 * The published features of products' images (He and McAuley, 2016): records of a product's id, ten
 * ASCII characters, and 4,096 32-bit floats, little-endian, one after the other without a head.
 *
 * @param file the file
 */
public record ImageFeatureFile(Path file) implements FeatureSource {
  private static final int ID_BYTES = 10;
  private static final int WIDTH = 4096;
  static final int RECORD_BYTES = ID_BYTES + WIDTH * Float.BYTES;
  private static final int BUFFER_BYTES = 1 << 20;
  private static final Pattern ID = Pattern.compile("[0-9A-Za-z]{10}");

  @Override
  public String modality() {
    return "visual";
  }

  @Override
  public int width() {
    return WIDTH;
  }

  @Override
  public void read(BiConsumer<String, float[]> rows) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES)) {
      byte[] bytes = new byte[RECORD_BYTES];
      float[] row = new float[WIDTH];
      long offset = 0;
      for (int count = in.readNBytes(bytes, 0, RECORD_BYTES);
          count > 0;
          count = in.readNBytes(bytes, 0, RECORD_BYTES)) {
        if (count < RECORD_BYTES) {
          throw fault(
              offset, "the record is cut short: %d of %d bytes".formatted(count, RECORD_BYTES));
        }
        String id = new String(bytes, 0, ID_BYTES, StandardCharsets.ISO_8859_1);
        if (!ID.matcher(id).matches()) {
          throw fault(
              offset,
              "found bytes %s where a product's id of ten letters and digits should be"
                  .formatted(Arrays.toString(Arrays.copyOf(bytes, ID_BYTES))));
        }
        ByteBuffer.wrap(bytes, ID_BYTES, RECORD_BYTES - ID_BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .asFloatBuffer()
            .get(row);
        rows.accept(id, row);
        offset += RECORD_BYTES;
      }
    } catch (IOException e) {
      throw CompressedFile.unreadable(file, e);
    }
  }

  private InputException fault(long offset, String what) {
    return new InputException(
        "%s, byte %d: %s; download the file again".formatted(file, offset, what));
  }
}
