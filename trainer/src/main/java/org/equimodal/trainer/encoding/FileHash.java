package org.equimodal.trainer.encoding;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.equimodal.datasets.InputException;
import org.equimodal.datasets.Reason;
import org.equimodal.datasets.Sha256;
import org.equimodal.trainer.run.AtomicFile;

/** SHA-256, in hexadecimal digits. */
final class FileHash {

  private FileHash() {}

  /**
   * Of a file's bytes.
   *
   * @throws InputException if it cannot be read
   */
  static String of(Path file) {
    try {
      return Sha256.of(file);
    } catch (IOException e) {
      throw new InputException(
          "cannot read " + file + ": " + Reason.of(e) + "; check the file and its permissions", e);
    }
  }

  /** Of texts, one after the other. */
  static String of(Stream<String> texts) {
    return of(
        out -> {
          for (String text : (Iterable<String>) texts::iterator) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.write('\n');
          }
        });
  }

  /** Of what will be written. */
  static String of(AtomicFile.Content content) {
    try (DigestOutputStream out =
        new DigestOutputStream(OutputStream.nullOutputStream(), Sha256.digest())) {
      content.writeTo(out);
      return HexFormat.of().formatHex(out.getMessageDigest().digest());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
