package org.equimodal.datasets.preparation.download;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import org.equimodal.datasets.InputException;
import org.equimodal.datasets.LockAttempt;
import org.equimodal.datasets.Reason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches files over HTTP. What has come lies beside the final name, with {@code .part} behind it;
 * after a break it goes on from there, in the same or in a later process, unless the server's file
 * is another by then. The final name appears when the length is right and {@link
 * PublishedFile#fault} finds nothing wrong.
 */
public final class Downloader {
  private static final Logger LOGGER = LoggerFactory.getLogger(Downloader.class);
  private static final int ATTEMPTS = 5;
  private static final int BUFFER_BYTES = 1 << 16;
  private static final Duration CONNECTING = Duration.ofSeconds(30);
  private static final Duration ANSWERING = Duration.ofSeconds(60);
  private static final Duration SILENCE = Duration.ofSeconds(60);

  private final Duration pause;
  private final Duration silence;
  private final DownloadProgress progress;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NORMAL)
          .connectTimeout(CONNECTING)
          .build();

  /**
   * Prepares.
   *
   * @param pause before a broken download is taken up again
   * @param progress told of what has come
   */
  public Downloader(Duration pause, DownloadProgress progress) {
    this(pause, SILENCE, progress);
  }

  /**
   * Prepares.
   *
   * @param silence after which a server that sends nothing counts as one that broke off
   */
  Downloader(Duration pause, Duration silence, DownloadProgress progress) {
    this.pause = pause;
    this.silence = silence;
    this.progress = progress;
  }

  /**
   * Fetches a file, or what is missing of it.
   *
   * @param target its final path; the folders above are made
   * @throws InputException if it cannot be had; what has come stays for the next attempt unless it
   *     is known to be wrong
   */
  public void fetch(PublishedFile file, Path target) {
    Path part = target.resolveSibling(target.getFileName() + ".part");
    try {
      Files.createDirectories(target.toAbsolutePath().getParent());
      try (FileChannel channel =
              FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          LockAttempt lock = LockAttempt.of(channel)) {
        if (lock.isBusy()) {
          throw new InputException(
              part + " is being written by another download; wait until it is done");
        }
        if (Files.exists(target)) { // another download was quicker, and the channel may be its file
          Files.deleteIfExists(part);
          PartVersion.of(part).forget();
          return;
        }
        LOGGER.info("downloading {} to {}", file.address(), target);
        try {
          complete(file, part, channel);
          check(file, part);
          Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
          if (channel.size() == 0) {
            Files.deleteIfExists(part); // nothing to go on with
          }
          if (!Files.exists(part)) {
            PartVersion.of(part).forget();
          }
        }
      }
    } catch (IOException e) {
      throw new InputException(
          "cannot write %s: %s; check the folder and its permissions".formatted(part, Reason.of(e)),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InputException(
          "download of %s interrupted; %s is gone on with next time"
              .formatted(file.address(), part),
          e);
    }
  }

  /** Tries until all has come; breaks count as long as it comes no further in between. */
  private void complete(PublishedFile file, Path part, FileChannel channel)
      throws InterruptedException, IOException {
    int breaks = 0;
    boolean reached = false;
    long furthest = channel.size();
    while (true) {
      try {
        attempt(file, part, channel);
        return;
      } catch (BrokenException e) {
        boolean further = channel.size() > furthest;
        furthest = Math.max(furthest, channel.size());
        reached |= further;
        breaks = further ? 1 : breaks + 1;
        if (breaks == ATTEMPTS || (e.noConnection && !reached)) {
          throw new InputException(
              "cannot download %s: %s after %d bytes; check the network and run this again, which goes on with what is in %s, or get the file by other means"
                  .formatted(file.address(), e.getMessage(), channel.size(), part),
              e);
        }
        Thread.sleep(pause.toMillis());
      }
    }
  }

  /** Asks for what is missing; afterwards all is there. */
  private void attempt(PublishedFile file, Path part, FileChannel channel)
      throws BrokenException, InterruptedException, IOException {
    long have = channel.size();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(file.address())
            .timeout(ANSWERING)
            .header("Accept-Encoding", "identity");
    PartVersion version = PartVersion.of(part);
    if (have > 0) {
      request.header("Range", "bytes=" + have + "-");
      version.begun().ifPresent(begun -> request.header("If-Range", begun));
    }
    HttpResponse<InputStream> response = send(request.build());
    try (InputStream body = new WatchedStream(response.body(), silence)) {
      ServedPart served =
          switch (response.statusCode()) {
            case 200 -> ServedPart.whole(response.headers());
            case 206, 416 -> range(response);
            default -> throw refused(file, part, response.statusCode());
          };
      if (response.statusCode() != 200 && version.contradicts(response.headers())) {
        channel.truncate(0);
        throw new BrokenException("the server's file is not the one that was begun", false);
      }
      if (response.statusCode() == 416) {
        requireEnd(served, have, channel);
        return;
      }
      if (served.start() != have) {
        channel.truncate(0);
      }
      if (served.start() != channel.size()) {
        throw new BrokenException("the server sent another part than was asked for", false);
      }
      requireSpace(part, served, channel.size());
      if (channel.size() == 0) {
        version.begin(response.headers());
      }
      copy(file, body, served, channel);
      if (!served.isWhole(channel.size())) {
        throw new BrokenException("the server's answer has another length than it says", false);
      }
    }
  }

  /** After an answer that there is nothing behind what is here: either this is all, or wrong. */
  private static void requireEnd(ServedPart served, long have, FileChannel channel)
      throws BrokenException, IOException {
    if (served.length().isEmpty() || !served.isWhole(have)) {
      channel.truncate(0);
      throw new BrokenException("the server's file is not the one that was begun", false);
    }
  }

  private HttpResponse<InputStream> send(HttpRequest request)
      throws BrokenException, InterruptedException {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    } catch (ConnectException | HttpConnectTimeoutException e) {
      throw new BrokenException("no connection to " + request.uri().getHost(), true, e);
    } catch (IOException e) {
      throw new BrokenException("no answer (" + e.getMessage() + ")", false, e);
    }
  }

  private static ServedPart range(HttpResponse<InputStream> response) throws BrokenException {
    try {
      return ServedPart.range(response.headers());
    } catch (IOException e) {
      throw new BrokenException(e.getMessage(), false, e);
    }
  }

  private void copy(PublishedFile file, InputStream body, ServedPart served, FileChannel channel)
      throws BrokenException, IOException {
    channel.position(channel.size());
    byte[] buffer = new byte[BUFFER_BYTES];
    for (int count = read(body, buffer); count >= 0; count = read(body, buffer)) {
      ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, count);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      progress.came(file, channel.position(), served.length().orElse(-1));
    }
  }

  private static int read(InputStream body, byte[] buffer) throws BrokenException {
    try {
      return body.read(buffer);
    } catch (HttpTimeoutException e) {
      throw new BrokenException(e.getMessage(), false, e);
    } catch (IOException e) {
      throw new BrokenException("the connection broke off", false, e);
    }
  }

  /** What becomes of an answer without the file: an attempt that failed, or the end. */
  private static BrokenException refused(PublishedFile file, Path part, int status) {
    if (status >= 500 || status == 429) {
      return new BrokenException("the server answered " + status, false);
    }
    throw new InputException(
        "cannot download %s: the server answered %d; the file may have moved: find it by other means and put it where %s lies, without .part"
            .formatted(file.address(), status, part));
  }

  private static void requireSpace(Path part, ServedPart served, long have) throws IOException {
    long needed = served.length().orElse(have) - have;
    long free = Files.getFileStore(part).getUsableSpace();
    if (needed > free) {
      throw new InputException(
          "%s needs %d more bytes, but only %d are free there; make room or name another folder"
              .formatted(part, needed, free));
    }
  }

  private static void check(PublishedFile file, Path part) throws IOException {
    Optional<String> fault = file.fault(part);
    if (fault.isPresent()) {
      Files.delete(part);
      throw new InputException(
          "%s %s: it was deleted; run this again or get the file by other means"
              .formatted(file.address(), fault.get()));
    }
  }

  /** An attempt that came to nothing, or not to the end. */
  private static final class BrokenException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean noConnection;

    BrokenException(String message, boolean noConnection) {
      this(message, noConnection, null);
    }

    BrokenException(String message, boolean noConnection, Throwable cause) {
      super(message, cause);
      this.noConnection = noConnection;
    }
  }
}
