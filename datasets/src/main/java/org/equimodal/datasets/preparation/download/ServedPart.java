package org.equimodal.datasets.preparation.download;

import java.io.IOException;
import java.net.http.HttpHeaders;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a server says its answer holds (RFC 9110, sections 8.6 and 14.4).
 *
 * @param start offset of the first byte
 * @param length of the whole file; absent where the server does not say
 */
record ServedPart(long start, OptionalLong length) {
  private static final Pattern RANGE =
      Pattern.compile("bytes (?:(\\d{1,18})-\\d{1,18}|\\*)/(\\d{1,18}|\\*)");

  /** Of an answer with the whole file. */
  static ServedPart whole(HttpHeaders headers) {
    return new ServedPart(0, headers.firstValueAsLong("Content-Length"));
  }

  /** Of an answer about a range. */
  static ServedPart range(HttpHeaders headers) throws IOException {
    String text = headers.firstValue("Content-Range").orElse("");
    Matcher range = RANGE.matcher(text);
    if (!range.matches()) {
      throw new IOException("the server's Content-Range is '" + text + "'");
    }
    return new ServedPart(
        range.group(1) == null ? 0 : Long.parseLong(range.group(1)),
        range.group(2).equals("*")
            ? OptionalLong.empty()
            : OptionalLong.of(Long.parseLong(range.group(2))));
  }

  /** Whether so many bytes are the whole file; where the server does not say, they are. */
  boolean isWhole(long bytes) {
    return length.isEmpty() || length.getAsLong() == bytes;
  }
}
