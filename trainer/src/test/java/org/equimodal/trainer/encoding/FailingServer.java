package org.equimodal.trainer.encoding;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** A server on this machine that is never ready: 503 (Service Unavailable). */
public final class FailingServer implements AutoCloseable {

  private final HttpServer server;

  /** Starts. */
  public FailingServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(503, -1);
          exchange.close();
        });
    server.start();
  }

  /** Where a file would be. */
  public String address(String file) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + file;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
