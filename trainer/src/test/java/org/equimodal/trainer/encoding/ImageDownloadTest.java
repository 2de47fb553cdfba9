package org.equimodal.trainer.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.equimodal.datasets.InputException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is an image's fault, and what the network's. */
@Timeout(300)
class ImageDownloadTest {

  private static final int OK = 200;
  private static final int BROKEN = -1;
  private static final int SILENT = -2;
  private static final byte[] CONTENT = {1, 2, 3};

  private final AtomicInteger requests = new AtomicInteger();
  private final ExecutorService handlers = Executors.newCachedThreadPool();
  private Unreachable unreachable = Unreachable.END;
  private List<Integer> answers;
  private HttpServer server;
  private String address;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.setExecutor(handlers);
    server.start();
    address = "http://127.0.0.1:" + server.getAddress().getPort() + "/image";
  }

  @AfterEach
  void stop() {
    server.stop(0);
    handlers.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    int answer = answers.get(Math.min(requests.getAndIncrement(), answers.size() - 1));
    try (exchange) {
      if (answer > OK) {
        exchange.sendResponseHeaders(answer, -1);
        return;
      }
      exchange.sendResponseHeaders(OK, CONTENT.length);
      exchange.getResponseBody().write(CONTENT, 0, answer == OK ? CONTENT.length : 1);
      exchange.getResponseBody().flush();
      if (answer == SILENT) {
        new CountDownLatch(1).await();
      }
    } catch (InterruptedException e) {
      throw new InterruptedIOException();
    }
  }

  private byte[] read(Integer... given) throws UnreadableImageException {
    return read(Duration.ofMinutes(1), given);
  }

  private byte[] read(Duration silence, Integer... given) throws UnreadableImageException {
    answers = List.of(given);
    ImageDownload download = new ImageDownload(Duration.ofMillis(1), silence, unreachable);
    return ImageLocation.of(address, Path.of(".")).read(download);
  }

  @Test
  void whatPassesIsWaitedFor() throws Exception {
    assertThat(read(503, 429, 408, OK)).isEqualTo(CONTENT);
    assertThat(requests).hasValue(4);
  }

  @Test
  void anAnswerThatBreaksOffIsAskedForAgain() throws Exception {
    assertThat(read(BROKEN, OK)).isEqualTo(CONTENT);
    assertThat(requests).hasValue(2);
  }

  @Test
  void anAnswerThatFallsSilentIsAskedForAgain() throws Exception {
    assertThat(read(Duration.ofSeconds(1), SILENT, OK)).isEqualTo(CONTENT);
    assertThat(requests.get()).as("more if this machine itself paused").isGreaterThanOrEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 410})
  void whatAServerWillNotGiveIsTheImagesFault(int status) {
    assertThatThrownBy(() -> read(status))
        .isInstanceOf(UnreadableImageException.class)
        .hasMessage("the server answers " + status);
    assertThat(requests).hasValue(1);
  }

  @Test
  void whatStaysEndsTheEncoding() {
    assertThatThrownBy(() -> read(500))
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll(
            "cannot fetch the image " + address + ": the server answers 500;",
            "run this again when network and server work, which goes on",
            "or with --unreachable mean");
    assertThat(requests).hasValue(4);
  }

  @Test
  void whatStaysIsTheImagesFaultIfItShallBe() {
    unreachable = Unreachable.MEAN;
    assertThatThrownBy(() -> read(500))
        .isInstanceOf(UnreadableImageException.class)
        .hasMessage("the server answers 500");
    assertThat(requests).hasValue(4);
  }

  @Test
  void noConnectionEndsTheEncoding() {
    server.stop(0);
    assertThatThrownBy(() -> read(OK))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("cannot fetch the image " + address)
        .hasMessageNotContaining(": null");
  }

  @Test
  void whatIsNoAddressIsTheImagesFault() {
    address = "http://a b/c";
    assertThatThrownBy(() -> read(OK))
        .isInstanceOf(UnreadableImageException.class)
        .hasMessageContaining("it cannot be read");
  }
}
