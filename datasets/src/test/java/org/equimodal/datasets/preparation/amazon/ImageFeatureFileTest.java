package org.equimodal.datasets.preparation.amazon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.equimodal.datasets.InputFaults.assertRefused;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFeatureFileTest {
  private static final int RECORD = 10 + 4 * 4096;

  @TempDir private Path folder;

  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("image_features_Baby.b");
  }

  /** Records whose rows count up from their first value. */
  static byte[] records(String... ids) {
    ByteBuffer bytes = ByteBuffer.allocate(ids.length * RECORD).order(ByteOrder.LITTLE_ENDIAN);
    for (int k = 0; k < ids.length; k++) {
      bytes.put(ids[k].getBytes(StandardCharsets.US_ASCII));
      for (int column = 0; column < 4096; column++) {
        bytes.putFloat(1000 * k + column * 0.25f);
      }
    }
    return bytes.array();
  }

  private Map<String, float[]> read() throws IOException {
    Map<String, float[]> rows = new LinkedHashMap<>();
    new ImageFeatureFile(file).read((id, row) -> rows.put(id, row.clone()));
    return rows;
  }

  @Test
  void readsRecords() throws IOException {
    Files.write(file, records("0188399313", "B00000ABCD"));
    Map<String, float[]> rows = read();
    assertThat(rows.keySet()).containsExactly("0188399313", "B00000ABCD");
    assertThat(rows.get("0188399313")).hasSize(4096).startsWith(0f, 0.25f).endsWith(1023.75f);
    assertThat(rows.get("B00000ABCD")).startsWith(1000f, 1000.25f);
    Files.write(file, new byte[0]);
    assertThat(read()).isEmpty();
  }

  @Test
  void refusesDamagedFiles() throws IOException {
    byte[] whole = records("0188399313", "B00000ABCD");
    Files.write(file, Arrays.copyOf(whole, whole.length - 1));
    assertRefused(
        this::read,
        file + ", byte 16394: the record is cut short: 16393 of 16394 bytes",
        "download the file again");
    Files.write(file, Arrays.copyOf(whole, RECORD + 3));
    assertRefused(this::read, "byte 16394: the record is cut short: 3 of 16394 bytes");
    whole[RECORD] = 0;
    Files.write(file, whole);
    assertRefused(this::read, "byte 16394: found bytes [0, 48, ", "a product's id");
    Files.delete(file);
    assertRefused(this::read, file + " does not exist");
  }
}
