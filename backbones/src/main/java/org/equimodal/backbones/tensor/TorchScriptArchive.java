package org.equimodal.backbones.tensor;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Packs TorchScript source text into the archive form that libtorch loads: no Python and no
 * compiler needed. The same module gives the same bytes.
 */
final class TorchScriptArchive {

  /** When all entries were written, as far as the archive knows. */
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private final ZipOutputStream zip;
  private final String name;

  private TorchScriptArchive(ZipOutputStream zip, String name) {
    this.zip = zip;
    this.name = name;
  }

  /** Writes the content of an entry; called twice, first for its checksum. */
  @FunctionalInterface
  private interface Content {

    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Packs one module without parameters.
   *
   * @param className name of the module's class
   * @param methods its methods, indented by two spaces
   * @return the archive
   * @throws IOException never, in memory
   */
  static byte[] pack(String className, String methods) throws IOException {
    ByteArrayOutputStream archive = new ByteArrayOutputStream();
    write(archive, className, methods, Map.of());
    return archive.toByteArray();
  }

  /**
   * Writes one module.
   *
   * @param out is left open
   * @param className name of the module's class
   * @param methods its methods, indented by two spaces
   * @param buffers its constant tensors by name, in their order
   * @throws IOException if the stream does not take it
   */
  static void write(
      OutputStream out, String className, String methods, Map<String, FloatMatrix> buffers)
      throws IOException {
    ZipOutputStream zip = new ZipOutputStream(out);
    zip.setMethod(ZipOutputStream.STORED);
    TorchScriptArchive archive = new TorchScriptArchive(zip, className.toLowerCase(Locale.ROOT));
    archive.store("data.pkl", TorchScriptPickle.instance(className, buffers));
    archive.store(
        "code/__torch__.py",
        declaration(className, buffers).concat(methods).getBytes(StandardCharsets.UTF_8));
    archive.store("constants.pkl", TorchScriptPickle.noConstants());
    int storage = 0;
    for (FloatMatrix matrix : buffers.values()) {
      archive.store("data/" + storage++, matrix.bytes(), matrix::writeTo);
    }
    archive.store("version", "3\n".getBytes(StandardCharsets.US_ASCII));
    zip.finish();
  }

  private static String declaration(String className, Map<String, FloatMatrix> buffers) {
    StringBuilder text = new StringBuilder("class ").append(className).append("(Module):\n");
    text.append("  __parameters__ = []\n  __buffers__ = [");
    buffers.keySet().forEach(buffer -> text.append('"').append(buffer).append("\", "));
    text.append("]\n");
    buffers.keySet().forEach(buffer -> text.append("  ").append(buffer).append(" : Tensor\n"));
    return text.append("  training : bool\n").toString();
  }

  private void store(String entryName, byte[] content) throws IOException {
    store(entryName, content.length, out -> out.write(content));
  }

  private void store(String entryName, long bytes, Content content) throws IOException {
    ZipEntry entry = new ZipEntry(name + "/" + entryName);
    CRC32 checksum = new CRC32();
    content.writeTo(new CheckedOutputStream(OutputStream.nullOutputStream(), checksum));
    entry.setTimeLocal(TIME);
    entry.setCrc(checksum.getValue());
    entry.setSize(bytes);
    entry.setCompressedSize(bytes);
    zip.putNextEntry(entry);
    content.writeTo(zip);
    zip.closeEntry();
  }
}
