package org.equimodal.datasets.preparation.download;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/** A server on this machine that serves one file, in ways that servers have. */
final class FileServer implements AutoCloseable {

  /** One answer. */
  @FunctionalInterface
  interface Answer {
    void give(HttpExchange exchange, byte[] content, int from) throws IOException;
  }

  private static final int PIECE = 20_000;

  private final HttpServer server;
  private final byte[] content;
  private final ExecutorService handlers = Executors.newCachedThreadPool();
  private final Deque<Answer> answers = new ArrayDeque<>();
  private final List<String> ranges = Collections.synchronizedList(new ArrayList<>());

  /**
   * Starts.
   *
   * @param content of the file
   * @param answers given one after the other, the last one ever after
   */
  FileServer(byte[] content, Answer... answers) throws IOException {
    this.content = content;
    this.answers.addAll(List.of(answers));
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.setExecutor(handlers);
    server.start();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String range = exchange.getRequestHeaders().getFirst("Range");
      ranges.add(range == null ? "all" : range);
      int from = range == null ? 0 : Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"));
      Answer answer = answers.size() > 1 ? answers.removeFirst() : answers.peekFirst();
      answer.give(exchange, content, from);
    }
  }

  URI address() {
    return URI.create(
        "http://%s:%d/file.bin"
            .formatted(server.getAddress().getHostString(), server.getAddress().getPort()));
  }

  /** What was asked for, in order. */
  List<String> ranges() {
    return List.copyOf(ranges);
  }

  @Override
  public void close() {
    server.stop(0);
    handlers.shutdownNow();
  }

  /** What a good server does. */
  static void well(HttpExchange exchange, byte[] content, int from) throws IOException {
    if (from >= content.length) {
      nothingBehind(exchange, content, from);
    } else {
      part(exchange, content, from, content.length);
    }
  }

  /** What a good server does over a slow line. */
  static void slowly(HttpExchange exchange, byte[] content, int from) throws IOException {
    exchange.getResponseHeaders().set("ETag", "\"1\"");
    if (from >= content.length) {
      nothingBehind(exchange, content, from);
      return;
    }
    part(exchange, content, from, from);
    for (int sent = from; sent < content.length; sent += PIECE) {
      exchange.getResponseBody().write(content, sent, Math.min(PIECE, content.length - sent));
      exchange.getResponseBody().flush();
      LockSupport.parkNanos(20_000_000);
    }
  }

  /** Breaks off after so many bytes of the file. */
  static Answer breakingOffAt(int end) {
    return (exchange, content, from) -> part(exchange, content, from, end);
  }

  /** Sends so many bytes of the file, and then nothing, and does not end either. */
  static Answer fallingSilentAt(int end) {
    return (exchange, content, from) -> {
      part(exchange, content, from, end);
      exchange.getResponseBody().flush();
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        throw new InterruptedIOException();
      }
    };
  }

  /**
   * Sends a version of the file; of another than the client has begun, all.
   *
   * @param tag what it is called
   * @param version its content
   * @param end where it breaks off
   */
  static Answer version(String tag, byte[] version, int end) {
    return (exchange, content, from) -> {
      String begun = exchange.getRequestHeaders().getFirst("If-Range");
      exchange.getResponseHeaders().set("ETag", tag);
      part(exchange, version, begun == null || begun.equals(tag) ? from : 0, end);
    };
  }

  /** Sends all, whatever was asked for. */
  static void all(HttpExchange exchange, byte[] content, int from) throws IOException {
    part(exchange, content, 0, content.length);
  }

  /** Says that there is nothing behind what the client has. */
  static void nothingBehind(HttpExchange exchange, byte[] content, int from) throws IOException {
    exchange.getResponseHeaders().set("Content-Range", "bytes */" + content.length);
    exchange.sendResponseHeaders(416, -1);
  }

  /** Gives nothing but a status. */
  static Answer status(int status) {
    return (exchange, content, from) -> exchange.sendResponseHeaders(status, -1);
  }

  /** Sends a part under a content range of its own. */
  static Answer range(String range, int begin, int end) {
    return (exchange, content, from) -> {
      byte[] bytes = Arrays.copyOfRange(content, begin, end);
      exchange.getResponseHeaders().set("Content-Range", range);
      exchange.sendResponseHeaders(206, bytes.length);
      exchange.getResponseBody().write(bytes);
    };
  }

  /** Sends all without saying how much it is. */
  static void withoutLength(HttpExchange exchange, byte[] content, int from) throws IOException {
    exchange.sendResponseHeaders(200, 0); // chunked
    try (OutputStream body = exchange.getResponseBody()) {
      body.write(content);
    }
  }

  private static void part(HttpExchange exchange, byte[] content, int from, int end)
      throws IOException {
    boolean whole = from == 0;
    if (!whole) {
      exchange
          .getResponseHeaders()
          .set(
              "Content-Range",
              "bytes %d-%d/%d".formatted(from, content.length - 1, content.length));
    }
    exchange.sendResponseHeaders(whole ? 200 : 206, content.length - from);
    exchange.getResponseBody().write(content, from, end - from);
  }
}
