package org.equimodal.backbones.tensor;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A model as what is left of it when it is served: user vectors, item vectors and their products,
 * as a TorchScript module that libtorch loads in any language. Its methods are in {@code
 * kernels/scorer.py}.
 */
public final class Scorer {

  private Scorer() {}

  /**
   * Writes the module.
   *
   * @param users user vectors, [n_u, D]
   * @param items item vectors, [n_i, D]
   * @param out is left open
   * @throws IOException if the stream does not take it
   */
  public static void write(FloatMatrix users, FloatMatrix items, OutputStream out)
      throws IOException {
    Map<String, FloatMatrix> buffers = new LinkedHashMap<>();
    buffers.put("users", users);
    buffers.put("items", items);
    try (InputStream source = Scorer.class.getResourceAsStream("/kernels/scorer.py")) {
      String methods = new String(source.readAllBytes(), StandardCharsets.UTF_8);
      TorchScriptArchive.write(out, "Scorer", methods, buffers);
    }
  }
}
