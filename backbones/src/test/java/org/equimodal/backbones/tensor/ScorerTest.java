package org.equimodal.backbones.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.ParameterStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The module is what libtorch takes for one, with the numbers that were put into it. */
class ScorerTest {

  private static final float[][] USERS = {{1, 0, 2}, {0, -1, 0.5f}, {0.25f, 3, -2}, {0, 0, 0}};
  private static final float[][] ITEMS = {
    {1, 1, 1}, {2, 0, -1}, {0, 0.5f, 3}, {-1, 2, 0}, {4, 4, 4}
  };

  /** Rows in Java. */
  private record Rows(float[][] values) implements FloatMatrix {

    @Override
    public long rows() {
      return values.length;
    }

    @Override
    public long columns() {
      return values[0].length;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      for (float[] row : values) {
        ByteBuffer bytes =
            ByteBuffer.allocate(Float.BYTES * row.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(row);
        out.write(bytes.array());
      }
    }
  }

  private static byte[] archive() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Scorer.write(new Rows(USERS), new Rows(ITEMS), out);
    return out.toByteArray();
  }

  private static float score(int user, int item) {
    float sum = 0;
    for (int c = 0; c < 3; c++) {
      sum += USERS[user][c] * ITEMS[item][c];
    }
    return sum;
  }

  @Test
  void scoresAndRanks() throws Exception {
    try (Model model = Model.newInstance("scorer", Device.cpu(), "PyTorch");
        NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      model.load(new ByteArrayInputStream(archive()));
      ParameterStore none = new ParameterStore(manager, false);
      NDArray users = manager.create(new long[] {2, 0});
      NDArray scores = model.getBlock().forward(none, new NDList(users), false).singletonOrThrow();
      assertThat(scores.getShape().getShape()).containsExactly(2, ITEMS.length);
      float[] expected = new float[2 * ITEMS.length];
      IntStream.range(0, ITEMS.length)
          .forEach(
              item -> {
                expected[item] = score(2, item);
                expected[ITEMS.length + item] = score(0, item);
              });
      assertThat(scores.toFloatArray()).containsExactly(expected, within(1e-6f));

      NDArray method = manager.create(0f);
      method.setName("module_method:top");
      NDList top =
          model.getBlock().forward(none, new NDList(users, manager.create(2L), method), false);
      assertThat(top.get(1).toLongArray()).containsExactly(3, 4, 4, 2);
      assertThat(top.get(0).toFloatArray())
          .containsExactly(score(2, 3), score(2, 4), score(0, 4), score(0, 2));
    }
  }

  @Test
  void isTheSameEveryTime() throws Exception {
    assertThat(archive()).isEqualTo(archive());
  }
}
