package org.equimodal.trainer.encoding;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.equimodal.datasets.InputException;

/**
 * Where an image is: a file, or an address on the network. Nothing but an address that begins with
 * {@code http://} or {@code https://} makes anybody ask the network.
 *
 * @param text as it was written
 * @param folder that a relative file is in
 */
record ImageLocation(String text, Path folder) {

  private static final Pattern ADDRESS = Pattern.compile("(?i)https?://.*");
  private static final int MOST_BYTES = 1 << 26;
  private static final int OK = 200;

  /** Made when the first address is met. */
  private static final class Network {

    static final HttpClient CLIENT =
        HttpClient.newBuilder()
            .followRedirects(Redirect.NORMAL)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
  }

  static ImageLocation of(String text, Path folder) {
    return new ImageLocation(text, folder);
  }

  /** Whether it takes the network to read it. */
  boolean isAddress() {
    return ADDRESS.matcher(text).matches();
  }

  /**
   * The image's bytes.
   *
   * @throws UnreadableImageException if there are none, or more than 64 MiB
   */
  byte[] read() throws UnreadableImageException {
    try (InputStream in = isAddress() ? open(URI.create(text)) : Files.newInputStream(file())) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new UnreadableImageException("it is larger than 64 MiB");
      }
      return bytes;
    } catch (NoSuchFileException e) {
      throw new UnreadableImageException("there is no such file", e);
    } catch (IOException | IllegalArgumentException e) {
      throw new UnreadableImageException("it cannot be read: " + e.getMessage(), e);
    }
  }

  /** Of a file its hash, of an address the address; something else where there is no file. */
  String fingerprint() {
    if (isAddress()) {
      return text;
    }
    try {
      return Files.isRegularFile(file()) ? FileHash.of(file()) : "missing " + text;
    } catch (InvalidPathException | InputException e) {
      return "unreadable " + text;
    }
  }

  private InputStream open(URI address) throws IOException, UnreadableImageException {
    HttpRequest request = HttpRequest.newBuilder(address).timeout(Duration.ofMinutes(1)).build();
    try {
      HttpResponse<InputStream> response =
          Network.CLIENT.send(request, BodyHandlers.ofInputStream());
      if (response.statusCode() != OK) {
        response.body().close();
        throw new UnreadableImageException("the server answers " + response.statusCode());
      }
      return response.body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnreadableImageException("it was not waited for", e);
    }
  }

  /**
   * The file.
   *
   * @throws InvalidPathException if the text cannot be one
   */
  Path file() {
    return folder.resolve(text);
  }
}
