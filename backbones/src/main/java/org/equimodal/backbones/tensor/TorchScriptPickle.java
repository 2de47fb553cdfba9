package org.equimodal.backbones.tensor;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The object of a TorchScript archive, as Python's pickle has it (protocol 2): an instance of the
 * module's class whose state names its tensors, the values of which lie beside it in files 0, 1, ..
 */
final class TorchScriptPickle {

  private static final int PROTOCOL = 0x80;
  private static final int NEW_OBJECT = 0x81;
  private static final int TRUE = 0x88;
  private static final int FALSE = 0x89;
  private static final int LONG = 0x8a;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private TorchScriptPickle() {}

  /** An instance with the state {@code {training: true}} and its tensors. */
  static byte[] instance(String className, Map<String, FloatMatrix> buffers) {
    TorchScriptPickle pickle = new TorchScriptPickle();
    pickle.write(PROTOCOL, 2).global("__torch__", className).write(')', NEW_OBJECT, '}', '(');
    pickle.text("training").write(TRUE);
    int storage = 0;
    for (Map.Entry<String, FloatMatrix> buffer : buffers.entrySet()) {
      pickle.text(buffer.getKey()).tensor(buffer.getValue(), storage++);
    }
    pickle.write('u', 'b', '.');
    return pickle.bytes.toByteArray();
  }

  /** An empty tuple. */
  static byte[] noConstants() {
    return new byte[] {(byte) PROTOCOL, 2, ')', '.'};
  }

  /** {@code _rebuild_tensor_v2(storage, offset, size, stride, requires_grad, hooks)}. */
  private void tensor(FloatMatrix matrix, int storage) {
    global("torch._utils", "_rebuild_tensor_v2").write('(');
    write('(').text("storage").global("torch", "FloatStorage");
    text(Integer.toString(storage)).text("cpu").number(matrix.rows() * matrix.columns());
    write('t', 'Q').number(0);
    write('(').number(matrix.rows()).number(matrix.columns()).write('t');
    write('(').number(matrix.columns()).number(1).write('t');
    write(FALSE).global("collections", "OrderedDict").write(')', 'R');
    write('t', 'R');
  }

  private TorchScriptPickle global(String module, String name) {
    return write('c').ascii(module + "\n" + name + "\n");
  }

  private TorchScriptPickle text(String text) {
    int length = text.length();
    return write('X', length & 0xFF, length >> 8 & 0xFF, 0, 0).ascii(text);
  }

  private TorchScriptPickle number(long value) {
    write(LONG, Long.BYTES);
    byte[] little =
        ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
    bytes.writeBytes(little);
    return this;
  }

  private TorchScriptPickle ascii(String text) {
    bytes.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    return this;
  }

  private TorchScriptPickle write(int... values) {
    for (int value : values) {
      bytes.write(value);
    }
    return this;
  }
}
