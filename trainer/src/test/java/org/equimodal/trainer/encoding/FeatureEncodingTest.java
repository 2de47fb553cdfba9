package org.equimodal.trainer.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import java.awt.image.BufferedImage;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.assertj.core.data.Offset;
import org.equimodal.datasets.InputException;
import org.equimodal.datasets.NpyFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stopped and gone on with, an encoding comes to the same bytes; and it keeps no arrays. */
class FeatureEncodingTest {

  private static final int TEXTS = 11;
  private static final int IMAGES = 7;
  private static final TextSettings TEXT =
      new TextSettings(Optional.empty(), Optional.empty(), OptionalInt.empty());
  private static final ImageSettings IMAGE =
      new ImageSettings(4, List.of(0.5f, 0.5f, 0.5f), List.of(0.3f, 0.3f, 0.3f));

  @TempDir Path folder;

  private Path texts;
  private Path images;

  /** Stops the encoding when so many batches are done in this process. */
  private static final class Stop implements EncodingProgress {

    private final int batches;
    private int done;

    Stop(int batches) {
      this.batches = batches;
    }

    @Override
    public void started(int items, int alreadyDone) {}

    @Override
    public void encoded(int items) {
      if (++done == batches) {
        throw new StoppedException();
      }
    }
  }

  private static final class StoppedException extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  @BeforeEach
  void write() throws Exception {
    TinyModel.text(folder.resolve("text-model"));
    TinyModel.image(folder.resolve("image-model"), TinyModel.IMAGE);
    texts =
        TinyModel.write(
            folder.resolve("texts.tsv"),
            IntStream.range(0, TEXTS)
                .mapToObj(
                    item ->
                        item + "\t" + String.join(" ", TinyModel.WORDS.subList(0, item % 5)) + "\n")
                .collect(Collectors.joining()));
    images = Files.createDirectories(folder.resolve("images"));
    for (int item = 0; item < IMAGES; item++) {
      File file = images.resolve(item + ".png").toFile();
      BufferedImage image = new BufferedImage(5, 6, BufferedImage.TYPE_INT_RGB);
      image.setRGB(item % 5, item % 6, 0xFF8040 * (item + 1));
      ImageIO.write(image, "png", file);
    }
    Files.write(images.resolve("3.png"), new byte[9]);
  }

  private FeatureEncoding encoding(Path input, String model, Path out, int stopAfter) {
    EncodingRequest request =
        new EncodingRequest(
            Optional.empty(),
            Optional.of(input),
            folder.resolve(model).toString(),
            "any",
            2,
            Optional.of(out),
            false);
    return new FeatureEncoding(request, Device.cpu(), new Stop(stopAfter));
  }

  private Features texts(Path out, int stopAfter) {
    return encoding(texts, "text-model", out, stopAfter).texts(TEXT);
  }

  private Features images(Path out, int stopAfter) {
    return encoding(images, "image-model", out, stopAfter).images(IMAGE, Unreachable.END);
  }

  @Test
  void textsGoOnAfterAnyBatch() throws Exception {
    Path whole = folder.resolve("whole.npy");
    texts(whole, Integer.MAX_VALUE);
    for (int batches = 1; batches <= (TEXTS + 1) / 2; batches++) {
      int stop = batches;
      Path out = folder.resolve("stopped-" + batches + ".npy");
      assertThatThrownBy(() -> texts(out, stop)).isInstanceOf(StoppedException.class);
      assertThat(out).doesNotExist();
      assertThat(folder.resolve("stopped-" + batches + ".json")).doesNotExist();
      texts(out, Integer.MAX_VALUE);
      assertThat(Files.readAllBytes(out)).isEqualTo(Files.readAllBytes(whole));
      assertThat(folder.resolve("stopped-" + batches + ".json"))
          .content()
          .isEqualTo(Files.readString(folder.resolve("whole.json")));
      assertThat(folder.resolve("stopped-" + batches + ".npy.part")).doesNotExist();
    }
  }

  @Test
  void stoppedAgainAndAgainItComesToAnEnd() throws Exception {
    Path whole = folder.resolve("whole.npy");
    images(whole, Integer.MAX_VALUE);
    Path out = folder.resolve("stopped.npy");
    for (int batches = 0; batches < (IMAGES + 1) / 2; batches++) {
      assertThatThrownBy(() -> images(out, 1)).isInstanceOf(StoppedException.class);
    }
    images(out, 1);
    assertThat(Files.readAllBytes(out)).isEqualTo(Files.readAllBytes(whole));
    assertThat(folder.resolve("stopped.json"))
        .content()
        .isEqualTo(Files.readString(folder.resolve("whole.json")))
        .contains("3.png: ");
  }

  @Test
  void whatWasBegunWithAnotherInputIsNotGoneOnWith() throws Exception {
    Path out = folder.resolve("stopped.npy");
    assertThatThrownBy(() -> images(out, 2)).isInstanceOf(StoppedException.class);
    Files.copy(
        images.resolve("1.png"), images.resolve("0.png"), StandardCopyOption.REPLACE_EXISTING);
    assertThatThrownBy(() -> images(out, 2))
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll("stopped.npy.part was begun with another input", "--overwrite");
    TinyModel.image(folder.resolve("image-model"), TinyModel.POOLED_IMAGE);
    assertThatThrownBy(() -> images(out, 2))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("was begun with another input, model;");
  }

  @Test
  void aServerThatFailsEndsItUntilItsImagesAreGivenUp() throws Exception {
    try (FailingServer server = new FailingServer()) {
      String address = server.address("2.png");
      Path table =
          TinyModel.write(images.resolve("table.tsv"), "0\t0.png\n1\t1.png\n2\t" + address + "\n");
      Path out = folder.resolve("out.npy");
      assertThatThrownBy(
              () ->
                  encoding(table, "image-model", out, Integer.MAX_VALUE)
                      .images(IMAGE, impatient(Unreachable.END)))
          .isInstanceOf(InputException.class)
          .hasMessageContainingAll("cannot fetch the image " + address, "--unreachable mean");
      assertThat(out).doesNotExist();
      int oneBatchMore = 2;
      encoding(table, "image-model", out, oneBatchMore).images(IMAGE, impatient(Unreachable.MEAN));
      double[] rows = NpyFile.read(out).doubles();
      assertThat(rows).hasSize(9);
      for (int colour = 0; colour < 3; colour++) {
        assertThat(rows[6 + colour])
            .isCloseTo((rows[colour] + rows[3 + colour]) / 2, Offset.offset(1e-6));
      }
      assertThat(folder.resolve("out.json")).content().contains(address + ": the server answers");
    }
  }

  private static ImageDownload impatient(Unreachable unreachable) {
    return new ImageDownload(Duration.ofMillis(1), Duration.ofMinutes(1), unreachable);
  }

  /** Every NDArray of a batch dies with it, whatever the batch's size, and after faults too. */
  @Test
  void batchesLeaveNoArrays() {
    ModelFiles model = ModelFiles.find(folder.resolve("text-model").toString());
    try (Texts read = Texts.read(texts, ItemNumbers.ofInput(), folder);
        TextTokenizer tokenizer = new TextTokenizer(model, OptionalInt.empty());
        ScriptModule module = new ScriptModule(model, Device.cpu())) {
      for (Pooling pooling : Pooling.values()) {
        Recipe.OfText how = new Recipe.OfText(pooling, true, tokenizer.maxLength(), false);
        TextEncoder encoder = new TextEncoder(read, how, tokenizer, module);
        encoder.encode(new int[] {0});
        int arrays = module.manager().getManagedArrays().size();
        for (int batch = 0; batch < 200; batch++) {
          encoder.encode(IntStream.range(0, 1 + batch % TEXTS).toArray());
        }
        assertThat(module.manager().getManagedArrays()).as(pooling.toString()).hasSize(arrays);
      }
      Recipe.OfText typed = new Recipe.OfText(Pooling.MEAN, false, tokenizer.maxLength(), true);
      int arrays = module.manager().getManagedArrays().size();
      assertThatThrownBy(
              () -> new TextEncoder(read, typed, tokenizer, module).encode(new int[] {0}))
          .isInstanceOf(InputException.class);
      assertThat(module.manager().getManagedArrays()).hasSize(arrays);
    }
  }

  @Test
  void saysWhereNoTemporaryFileCanBe() {
    Path none = folder.resolve("none");
    assertThatThrownBy(() -> Texts.read(texts, ItemNumbers.ofInput(), none))
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll(
            "cannot write a temporary file into " + none, "or name another with --out");
  }
}
