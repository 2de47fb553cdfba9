package org.equimodal.trainer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Chromium without a window, told what to do by chromedriver over WebDriver's HTTP. */
final class Browser implements AutoCloseable {

  /** Where this is set, as in .ci/run, tests that need a browser fail without one. */
  private static final String REQUIRED = "REQUIRE_BROWSER";

  private static final List<String> BROWSERS =
      List.of("chromium", "chromium-browser", "google-chrome");

  private static final Pattern PORT = Pattern.compile("started successfully on port (\\d+)");
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final HttpClient client = HttpClient.newHttpClient();
  private final Process driver;
  private final String address;
  private final String session;

  private Browser(Process driver, String port, Path profile) {
    this.driver = driver;
    this.address = "http://127.0.0.1:" + port + "/session";
    List<String> arguments =
        List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--user-data-dir=" + profile);
    Map<String, Object> capabilities =
        Map.of(
            "browserName",
            "chrome",
            "goog:chromeOptions",
            Map.of("args", arguments),
            "goog:loggingPrefs",
            Map.of("browser", "ALL"));
    this.session =
        send("", Map.of("capabilities", Map.of("alwaysMatch", capabilities)))
            .get("sessionId")
            .asText();
  }

  /** Whether one can be started, or must be. */
  static boolean isThere() {
    return System.getenv(REQUIRED) != null
        || isOnPath("chromedriver") && BROWSERS.stream().anyMatch(Browser::isOnPath);
  }

  private static boolean isOnPath(String program) {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  /**
   * Starts one.
   *
   * @param profile a new folder for what it keeps
   */
  static Browser start(Path profile) throws IOException {
    Process driver =
        new ProcessBuilder("chromedriver", "--port=0").redirectErrorStream(true).start();
    try {
      return new Browser(driver, port(driver), profile);
    } catch (RuntimeException e) {
      driver.destroy();
      throw e;
    }
  }

  private static String port(Process driver) throws IOException {
    BufferedReader out = driver.inputReader(StandardCharsets.UTF_8);
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      Matcher port = PORT.matcher(line);
      if (port.find()) {
        return port.group(1);
      }
    }
    throw new IllegalStateException("chromedriver ended before it was ready");
  }

  /**
   * Opens a file.
   *
   * @param width of the window
   * @param scheme light or dark, what the user prefers
   */
  void open(Path file, int width, String scheme) {
    devTools(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", false));
    devTools(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    send("/" + session + "/url", Map.of("url", file.toUri().toString()));
  }

  private void devTools(String command, Map<String, Object> parameters) {
    send("/" + session + "/goog/cdp/execute", Map.of("cmd", command, "params", parameters));
  }

  /** What a function's body returns in the page. */
  JsonNode run(String script) {
    return send("/" + session + "/execute/sync", Map.of("script", script, "args", List.of()));
  }

  /** Everything the console has been told since it was last asked. */
  JsonNode console() {
    return send("/" + session + "/se/log", Map.of("type", "browser"));
  }

  private JsonNode send(String path, Map<String, Object> body) {
    try {
      HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + path));
      request.POST(BodyPublishers.ofString(MAPPER.writeValueAsString(body)));
      String answer = client.send(request.build(), BodyHandlers.ofString()).body();
      JsonNode value = MAPPER.readTree(answer).get("value");
      if (value.has("error")) {
        throw new IllegalStateException(path + ": " + value.get("message").asText());
      }
      return value;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Ends it; chromedriver ends its Chromium. */
  @Override
  public void close() throws Exception {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(address + "/" + session)).DELETE().build();
      client.send(request, BodyHandlers.discarding());
    } finally {
      driver.destroy();
      driver.waitFor();
    }
  }
}
