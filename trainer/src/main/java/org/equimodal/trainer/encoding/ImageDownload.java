package org.equimodal.trainer.encoding;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Set;
import org.equimodal.datasets.InputException;
import org.equimodal.datasets.preparation.download.WatchedStream;

/**
 * Brings images from the network. What a server will not give, the item has not; but a network or a
 * server that fails is asked again, after pauses each twice as long as the one before, and then
 * ends the encoding, because items would be without an image that have one, unless they shall be.
 *
 * @param pause before the second attempt
 * @param silence after which an answer that brings nothing is broken off
 * @param unreachable what becomes of an image that does not come after the last attempt
 */
record ImageDownload(Duration pause, Duration silence, Unreachable unreachable) {

  private static final int ATTEMPTS = 4;
  private static final int OK = 200;
  private static final int SERVER_ERRORS = 500;

  /** Request Timeout, Too Early, Too Many Requests: another time may do. */
  private static final Set<Integer> PASSING = Set.of(408, 425, 429);

  /** As it is done for users. */
  static ImageDownload patient(Unreachable unreachable) {
    return new ImageDownload(Duration.ofSeconds(1), Duration.ofSeconds(60), unreachable);
  }

  /** Made when the first address is met. */
  private static final class Network {

    static final HttpClient CLIENT =
        HttpClient.newBuilder()
            .followRedirects(Redirect.NORMAL)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
  }

  /**
   * The bytes at an address.
   *
   * @throws UnreadableImageException if the server has them not, or more than are read, or if the
   *     network or the server fails again and again and the item shall get the mean
   * @throws IllegalArgumentException if the address is none
   * @throws InputException if the network or the server fails again and again
   */
  byte[] read(String address) throws UnreadableImageException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(address)).timeout(silence).build();
    try {
      for (int attempt = 1; ; attempt++) {
        try {
          return attempt(request);
        } catch (IOException e) {
          if (attempt == ATTEMPTS) {
            throw givenUp(address, e);
          }
          Thread.sleep(pause.toMillis() << (attempt - 1));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InputException("interrupted while the image " + address + " was fetched", e);
    }
  }

  private InputException givenUp(String address, IOException e) throws UnreadableImageException {
    if (unreachable == Unreachable.MEAN) {
      throw new UnreadableImageException(reason(e), e);
    }
    return new InputException(
        "cannot fetch the image %s: %s; run this again when network and server work, which goes on after what is encoded, or with --unreachable mean, which gives such items the mean of the others"
            .formatted(address, reason(e)),
        e);
  }

  /** A connection that is refused is told of by an exception without a message. */
  private static String reason(IOException e) {
    return e.getMessage() == null ? "there is no connection" : e.getMessage();
  }

  private byte[] attempt(HttpRequest request)
      throws IOException, InterruptedException, UnreadableImageException {
    HttpResponse<InputStream> response = Network.CLIENT.send(request, BodyHandlers.ofInputStream());
    try (InputStream body = new WatchedStream(response.body(), silence)) {
      int status = response.statusCode();
      if (status >= SERVER_ERRORS || PASSING.contains(status)) {
        throw new IOException("the server answers " + status);
      }
      if (status != OK) {
        throw new UnreadableImageException("the server answers " + status);
      }
      return ImageLocation.bytes(body);
    }
  }
}
