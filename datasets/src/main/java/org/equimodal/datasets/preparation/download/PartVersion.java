package org.equimodal.datasets.preparation.download;

import java.io.IOException;
import java.net.http.HttpHeaders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Which version of a server's file was begun: what the server named it by, beside the part of it
 * that has come. An {@code If-Range} with it keeps the beginning of one version and the end of
 * another from being put together (RFC 9110, section 13.1.5).
 *
 * @param file its own file
 */
record PartVersion(Path file) {

  /** The version of a file that has come in part. */
  static PartVersion of(Path part) {
    return new PartVersion(part.resolveSibling(part.getFileName() + ".version"));
  }

  /** What an answer names its version by: a strong entity tag, else the time of the last change. */
  static Optional<String> in(HttpHeaders headers) {
    return headers
        .firstValue("ETag")
        .filter(tag -> !tag.startsWith("W/")) // says no more than that the versions mean the same
        .or(() -> headers.firstValue("Last-Modified"));
  }

  /** What was begun; absent where the server did not say. */
  Optional<String> begun() throws IOException {
    return Files.exists(file)
        ? Optional.of(Files.readString(file).strip()).filter(text -> !text.isEmpty())
        : Optional.empty();
  }

  /** Keeps what is begun. */
  void begin(HttpHeaders headers) throws IOException {
    Files.writeString(file, in(headers).orElse(""));
  }

  /** Whether an answer is not of what was begun, by its own word. */
  boolean contradicts(HttpHeaders headers) throws IOException {
    Optional<String> named = in(headers);
    Optional<String> begun = begun();
    return named.isPresent() && begun.isPresent() && !named.equals(begun);
  }

  void forget() throws IOException {
    Files.deleteIfExists(file);
  }
}
