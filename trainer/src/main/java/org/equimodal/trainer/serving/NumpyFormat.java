package org.equimodal.trainer.serving;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.equimodal.backbones.tensor.FloatMatrix;

/** NumPy's {@code .npy}, version 1.0 (NumPy Enhancement Proposal 1): float32 in C order. */
final class NumpyFormat {

  private static final int ALIGNMENT = 64;

  /** Magic, version and the length of the header. */
  private static final int PREAMBLE = 10;

  private NumpyFormat() {}

  static void write(FloatMatrix matrix, OutputStream out) throws IOException {
    String header =
        "{'descr': '<f4', 'fortran_order': False, 'shape': ("
            + matrix.rows()
            + ", "
            + matrix.columns()
            + "), }";
    int padding = Math.floorMod(-(PREAMBLE + header.length() + 1), ALIGNMENT);
    byte[] padded = (header + " ".repeat(padding) + "\n").getBytes(StandardCharsets.US_ASCII);
    ByteBuffer preamble = ByteBuffer.allocate(PREAMBLE).order(ByteOrder.LITTLE_ENDIAN);
    preamble.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    preamble.putShort((short) padded.length);
    out.write(preamble.array());
    out.write(padded);
    matrix.writeTo(out);
  }
}
