package org.equimodal.trainer.serving;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.equimodal.backbones.tensor.FloatMatrix;
import org.equimodal.trainer.run.Json;

/**
 * Hugging Face's safetensors: the length of a header in JSON, the header, the values. DJL writes it
 * too, but holds every matrix in memory once more, of at most 2 GiB.
 */
final class SafetensorsFormat {

  private static final int ALIGNMENT = 8;

  private SafetensorsFormat() {}

  /** What the header says of a tensor. */
  private record Tensor(
      String dtype, List<Long> shape, @JsonProperty("data_offsets") List<Long> offsets) {}

  static void write(Map<String, FloatMatrix> tensors, OutputStream out) throws IOException {
    Map<String, Tensor> header = new LinkedHashMap<>();
    long offset = 0;
    for (Map.Entry<String, FloatMatrix> named : tensors.entrySet()) {
      FloatMatrix matrix = named.getValue();
      long end = offset + matrix.bytes();
      List<Long> shape = List.of(matrix.rows(), matrix.columns());
      header.put(named.getKey(), new Tensor("F32", shape, List.of(offset, end)));
      offset = end;
    }
    String text = Json.line(header);
    String padded = text + " ".repeat(Math.floorMod(-text.length(), ALIGNMENT));
    byte[] length =
        ByteBuffer.allocate(Long.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(padded.length())
            .array();
    out.write(length);
    out.write(padded.getBytes(StandardCharsets.US_ASCII));
    for (FloatMatrix matrix : tensors.values()) {
      matrix.writeTo(out);
    }
  }
}
