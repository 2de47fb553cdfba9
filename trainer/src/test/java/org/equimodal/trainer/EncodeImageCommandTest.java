package org.equimodal.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.equimodal.datasets.NpyFile;
import org.equimodal.trainer.encoding.FailingServer;
import org.equimodal.trainer.encoding.TinyModel;
import org.equimodal.trainer.encoding.Unreachable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Images to features, by a model that returns the mean of every colour. */
class EncodeImageCommandTest {

  private static final float[] RED = {1, 0, 0};
  private static final float[] GREEN = {0, 1, 0};
  private static final float[] WHITE = {1, 1, 1};

  @TempDir Path folder;

  private Path model;
  private Path images;
  private Path out;

  @BeforeEach
  void makeModel() throws IOException {
    model = TinyModel.image(folder.resolve("model"), TinyModel.IMAGE);
    images = Files.createDirectories(folder.resolve("images"));
    out = folder.resolve("visual_feat.npy");
  }

  private Invocation encode(Path input, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("encode", "image", "--modality", "visual", "--device", "cpu"));
    arguments.addAll(List.of("--size", "8", "--mean", "0,0,0", "--std", "1,1,1"));
    arguments.addAll(List.of("--input", input.toString(), "--out", out.toString()));
    arguments.addAll(List.of("--model", model.toString()));
    arguments.addAll(List.of(more));
    return Invocation.of(arguments.toArray(new String[0]));
  }

  private void assertRows(float[]... expected) {
    double[] all = NpyFile.read(out).doubles();
    assertThat(all).hasSize(3 * expected.length);
    for (int item = 0; item < expected.length; item++) {
      for (int channel = 0; channel < 3; channel++) {
        assertThat(all[3 * item + channel])
            .as("item %d, channel %d", item, channel)
            .isCloseTo(expected[item][channel], within(1e-6));
      }
    }
  }

  private static byte[] image(int rgb) throws IOException {
    BufferedImage image = new BufferedImage(12, 10, BufferedImage.TYPE_INT_RGB);
    for (int x = 0; x < 12; x++) {
      for (int y = 0; y < 10; y++) {
        image.setRGB(x, y, rgb);
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "png", bytes);
    return bytes.toByteArray();
  }

  private void put(String name, int rgb) throws IOException {
    Files.write(images.resolve(name), image(rgb));
  }

  @Test
  void aFolderOfImagesNamedByItem() throws Exception {
    put("1.png", 0x00FF00);
    put("0.png", 0xFF0000);
    put("2.PNG", 0xFFFFFF);
    Invocation invocation = encode(images, "--batch-size", "2");
    assertThat(invocation.err()).isEmpty();
    assertThat(invocation.out()).contains("features: " + out + ", 3 items, 3 wide");
    assertRows(RED, GREEN, WHITE);
  }

  @Test
  void modelsThatKeepTwoMoreDimensions() throws Exception {
    put("0.png", 0xFF0000);
    put("1.png", 0x00FF00);
    TinyModel.image(model, TinyModel.POOLED_IMAGE);
    assertThat(encode(images).exitCode()).isZero();
    assertRows(RED, GREEN);
  }

  @Test
  void whatCannotBeReadTakesTheMeanOfTheOthers() throws Exception {
    put("red.png", 0xFF0000);
    put("green.png", 0x00FF00);
    Files.write(images.resolve("damaged.png"), new byte[] {1, 2, 3});
    Path table =
        TinyModel.write(
            images.resolve("images.tsv"),
            "item\timage\n3\tred.png\n1\tgreen.png\n0\tdamaged.png\n2\tnowhere.png\n4\t\n");
    Invocation invocation = encode(table, "--batch-size", "1");
    float[] mean = {0.5f, 0.5f, 0};
    assertRows(mean, GREEN, mean, RED, mean);
    assertThat(invocation.errorLines())
        .containsExactly(
            "WARN: 3 of 5 items have no image that can be read and get the mean of the others:"
                + " item 0 (damaged.png: it is no image of a known kind (JPEG, PNG, GIF, BMP, TIFF)),"
                + " item 2 (nowhere.png: there is no such file), item 4 (no image is named);"
                + " all are named in "
                + folder.resolve("visual_feat.json"));
    JsonNode missing = RunFiles.json(folder, "visual_feat.json").get("missing");
    assertThat(missing.get("count").asInt()).isEqualTo(3);
    assertThat(missing.get("row").asText()).isEqualTo("the mean of the others");
    assertThat(missing.at("/items/1/item").asInt()).isEqualTo(2);
    assertThat(missing.at("/items/1/why").asText()).contains("nowhere.png");
  }

  @Test
  void noImageAtAllIsAFault() throws Exception {
    Path table = TinyModel.write(images.resolve("images.tsv"), "0\tnowhere.png\n1\tgone.jpg\n");
    Invocation invocation = encode(table);
    assertThat(invocation.exitCode()).isEqualTo(2);
    assertThat(invocation.errorLines())
        .singleElement()
        .asString()
        .contains(
            table.toString(), "of no item there is an image", "item 1 (gone.jpg: there is no");
    assertThat(RunFiles.in(folder)).noneMatch(name -> name.startsWith("visual_feat"));
  }

  @Test
  void addressesAreFetched() throws Exception {
    byte[] green = image(0x00FF00);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          boolean found = exchange.getRequestURI().getPath().equals("/green.png");
          exchange.sendResponseHeaders(found ? 200 : 404, found ? green.length : -1);
          if (found) {
            exchange.getResponseBody().write(green);
          }
          exchange.close();
        });
    server.start();
    try {
      String address = "http://127.0.0.1:" + server.getAddress().getPort();
      put("red.png", 0xFF0000);
      Path table =
          TinyModel.write(
              images.resolve("images.tsv"),
              "0\t%s/green.png\n1\tred.png\n2\t%s/gone.png\n".formatted(address, address));
      Invocation invocation = encode(table);
      assertThat(invocation.err())
          .contains("item 2 (" + address + "/gone.png: the server answers 404)");
      assertRows(GREEN, RED, new float[] {0.5f, 0.5f, 0});
    } finally {
      server.stop(0);
    }
  }

  /**
   * A server that answers none until eight are asked for, which may be more than there are cores.
   */
  @Test
  void addressesAreWaitedForSideBySide() throws Exception {
    byte[] green = image(0x00FF00);
    CyclicBarrier eight = new CyclicBarrier(8);
    ExecutorService handlers = Executors.newCachedThreadPool();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(handlers);
    server.createContext(
        "/",
        exchange -> {
          boolean together = isMet(eight);
          exchange.sendResponseHeaders(together ? 200 : 404, together ? green.length : -1);
          if (together) {
            exchange.getResponseBody().write(green);
          }
          exchange.close();
        });
    server.start();
    try {
      String address = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
      String table =
          IntStream.range(0, 8)
              .mapToObj(item -> item + "\t" + address + item + ".png\n")
              .collect(Collectors.joining());
      Invocation invocation = encode(TinyModel.write(images.resolve("images.tsv"), table));
      assertThat(invocation.err()).isEmpty();
      assertRows(GREEN, GREEN, GREEN, GREEN, GREEN, GREEN, GREEN, GREEN);
    } finally {
      server.stop(0);
      handlers.shutdownNow();
    }
  }

  private static boolean isMet(CyclicBarrier barrier) {
    try {
      barrier.await(20, TimeUnit.SECONDS);
      return true;
    } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
      return false;
    }
  }

  @Test
  void whatCannotBeFetchedTakesTheMeanIfItShall() throws Exception {
    try (FailingServer server = new FailingServer()) {
      String address = server.address("blue.png");
      put("red.png", 0xFF0000);
      put("green.png", 0x00FF00);
      Path table =
          TinyModel.write(
              images.resolve("images.tsv"), "0\tred.png\n1\t%s\n2\tgreen.png\n".formatted(address));
      Invocation invocation = encode(table, "--unreachable", "mean");
      assertThat(invocation.err()).contains("item 1 (" + address + ": the server answers 503)");
      assertRows(RED, new float[] {0.5f, 0.5f, 0}, GREEN);
      JsonNode missing = RunFiles.json(folder, "visual_feat.json").at("/missing/items/0");
      assertThat(missing.get("item").asInt()).isEqualTo(1);
      assertThat(missing.get("why").asText()).contains("the server answers 503");
    }
  }

  /** Whether that ends it is told in a test of encoding that waits less. */
  @Test
  void whatCannotBeFetchedEndsItOtherwise() {
    CommandLine command = new CommandLine(new EncodeImageCommand());
    assertThat(command.getCommandSpec().findOption("--unreachable").<Unreachable>getValue())
        .isEqualTo(Unreachable.END);
  }

  /** 4096 x 4096 pixels of three colours take 192 MiB. */
  @Test
  void batchesThatFitIntoNoBufferAreRefused() throws Exception {
    Path table =
        TinyModel.write(
            images.resolve("images.tsv"),
            IntStream.range(0, 64)
                .mapToObj(item -> item + "\tnowhere.png\n")
                .collect(Collectors.joining()));
    for (String batch : List.of("11", "64", "100")) {
      Invocation invocation =
          Invocation.of(
              "encode image --modality visual --size 4096 --batch-size %s --input %s --out %s --model %s"
                  .formatted(batch, table, out, model)
                  .split(" "));
      assertThat(invocation.exitCode()).isEqualTo(2);
      assertThat(invocation.errorLines())
          .singleElement()
          .asString()
          .contains(
              "a batch of %s images of --size 4096 takes".formatted(batch.replace("100", "64")),
              "lower --batch-size or --size");
    }
    put("0.png", 0xFF0000);
    Files.delete(table);
    assertThat(encode(images, "--batch-size", "2000000000").err()).isEmpty();
    assertRows(RED);
  }

  @Test
  void otherShapesAreRefused() throws Exception {
    put("0.png", 0xFF0000);
    TinyModel.image(
        model,
        """
          def forward(self: __torch__.Tiny, pixels: Tensor) -> Tensor:
            return torch.mean(pixels, [3])
        """);
    Invocation invocation = encode(images);
    assertThat(invocation.exitCode()).isEqualTo(2);
    assertThat(invocation.errorLines())
        .singleElement()
        .asString()
        .contains("the model returns float32 of shape (1, 3, 8)", "a vector per image");
  }

  @Test
  void twoImagesOfAnItemAreRefused() throws Exception {
    put("0.png", 0xFF0000);
    put("0.jpg", 0xFF0000);
    Invocation invocation = encode(images);
    assertThat(invocation.exitCode()).isEqualTo(2);
    assertThat(invocation.err()).contains("0.png: item '0' a second time, after", "0.jpg");
  }
}
