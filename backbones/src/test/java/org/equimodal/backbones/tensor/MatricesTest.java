package org.equimodal.backbones.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.equimodal.backbones.Buffers;
import org.junit.jupiter.api.Test;

class MatricesTest {

  private static float[] values(int start, int count, int columns) {
    float[] block = new float[count * columns];
    for (int k = 0; k < block.length; k++) {
      block[k] = start * columns + k + 0.5f;
    }
    return block;
  }

  @Test
  void uploadsRowsInOrder() {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      for (DataType type : new DataType[] {DataType.FLOAT32, DataType.FLOAT64}) {
        int[] next = {0};
        NDArray matrix =
            Matrices.upload(
                manager,
                5,
                3,
                type,
                (start, count) -> {
                  assertThat(start).isEqualTo(next[0]);
                  next[0] += count;
                  return values(start, count, 3);
                });
        assertThat(next[0]).isEqualTo(5);
        assertThat(matrix.getShape()).isEqualTo(new Shape(5, 3));
        assertThat(matrix.getDataType()).isEqualTo(type);
        assertThat(matrix.getManager()).isSameAs(manager);
        try (NDArray floats = matrix.toType(DataType.FLOAT32, true)) {
          assertThat(floats.toFloatArray()).isEqualTo(values(0, 5, 3));
        }
      }
    }
  }

  @Test
  void uploadsLargeMatricesInBlocksOfRows() {
    int columns = 1 << 21;
    List<Integer> counts = new ArrayList<>();
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      NDArray matrix =
          Matrices.upload(
              manager,
              5,
              columns,
              DataType.FLOAT32,
              (start, count) -> {
                counts.add(count);
                return values(start, count, columns);
              });
      assertThat(counts).hasSizeGreaterThan(1);
      assertThat(counts.stream().mapToInt(Integer::intValue).sum()).isEqualTo(5);
      assertThat(Arrays.equals(matrix.toFloatArray(), values(0, 5, columns))).isTrue();
    }
  }

  @Test
  void uploadsRowsWiderThanABlock() {
    int columns = (1 << 22) + 1;
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      NDArray matrix =
          Matrices.upload(
              manager,
              2,
              columns,
              DataType.FLOAT32,
              (start, count) -> values(start, count, columns));
      assertThat(Arrays.equals(matrix.toFloatArray(), values(0, 2, columns))).isTrue();
    }
  }

  @Test
  void keepsNoBufferAndNoScratch() {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      NDArray matrix =
          Matrices.upload(
              manager, 2, 1, DataType.FLOAT32, (start, count) -> values(start, count, 1));
      assertThat(manager.getManagedArrays()).containsExactly(matrix);
      Buffers.overwriteFreed();
      assertThat(matrix.toFloatArray()).containsExactly(0.5f, 1.5f);
    }
  }
}
