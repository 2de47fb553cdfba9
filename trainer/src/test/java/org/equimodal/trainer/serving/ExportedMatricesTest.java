package org.equimodal.trainer.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.equimodal.backbones.tensor.FloatMatrix;
import org.equimodal.datasets.NpyFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bringing a large matrix from the device takes long, and several files hold it. */
class ExportedMatricesTest {

  @TempDir Path folder;

  /** Counts how often it is taken. */
  private static final class Counting implements FloatMatrix {

    private final byte[] content;
    private final long rows;
    private int taken;

    private Counting(int rows, int first) {
      this.rows = rows;
      ByteBuffer values = ByteBuffer.allocate(rows * 2 * Float.BYTES);
      for (int k = 0; k < rows * 2; k++) {
        values.putInt(Integer.reverseBytes(Float.floatToIntBits(first + k)));
      }
      content = values.array();
    }

    @Override
    public long rows() {
      return rows;
    }

    @Override
    public long columns() {
      return 2;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      taken++;
      out.write(content);
    }
  }

  @Test
  void eachIsTakenOnceAndIsInEveryFile() throws Exception {
    Counting users = new Counting(3, 0);
    Counting items = new Counting(50_000, 100);
    Export.writeView(new ExportFolder(folder), "full", users, items);
    assertThat(users.taken).isOne();
    assertThat(items.taken).isOne();
    Path view = folder.resolve("full");
    assertThat(NpyFile.read(view.resolve("users.npy")).doubles()).containsExactly(0, 1, 2, 3, 4, 5);
    byte[] vectors = Files.readAllBytes(view.resolve("vectors.safetensors"));
    ByteBuffer both = ByteBuffer.allocate(users.content.length + items.content.length);
    both.put(users.content).put(items.content);
    assertThat(vectors).endsWith(both.array());
    assertThat(Files.readAllBytes(view.resolve("scorer.pt"))).containsSequence(users.content);
    assertThat(Files.size(view.resolve("scorer.pt"))).isGreaterThan(items.content.length);
  }
}
