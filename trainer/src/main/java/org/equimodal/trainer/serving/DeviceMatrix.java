package org.equimodal.trainer.serving;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.equimodal.backbones.tensor.FloatMatrix;

/**
 * A matrix on the device, brought to the host in blocks of rows: DJL exports at most 2 GiB in one
 * call.
 *
 * @param array float [rows, columns]
 */
record DeviceMatrix(NDArray array) implements FloatMatrix {

  /** Values in a block: 16 MiB. */
  private static final int BLOCK_VALUES = 1 << 22;

  @Override
  public long rows() {
    return array.getShape().get(0);
  }

  @Override
  public long columns() {
    return array.getShape().get(1);
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    long perBlock = Math.max(1, BLOCK_VALUES / columns());
    for (long start = 0; start < rows(); start += perBlock) {
      long end = Math.min(rows(), start + perBlock);
      float[] values;
      try (NDArray block = array.get(new NDIndex(start + ":" + end))) {
        values = block.toFloatArray();
      }
      ByteBuffer bytes =
          ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      bytes.asFloatBuffer().put(values);
      out.write(bytes.array());
    }
  }
}
