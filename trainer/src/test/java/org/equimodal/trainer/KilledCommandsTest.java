package org.equimodal.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.equimodal.datasets.KilledCommand;
import org.equimodal.datasets.preparation.amazon.Gzip;
import org.equimodal.trainer.encoding.TinyModel;
import org.equimodal.trainer.movielens.RawMovieLens;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands that write files or folders, killed at random moments and run again. */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class KilledCommandsTest {

  private static final int USERS = 1000;
  private static final int PRODUCTS = 600;
  private static final int WIDTH = 4096;
  private static final int TEXTS = 8_000;
  private static final int IMAGES = 2_000;

  @TempDir Path folder;

  /** The command's words, its output under a name in a folder. */
  private static List<String> command(Path out, String name, List<String> arguments) {
    List<String> all = new ArrayList<>(arguments);
    all.addAll(List.of("--out", out.resolve(name).toString(), "--overwrite"));
    return ThisProgram.command(all);
  }

  private void beginsAgain(String name, String... arguments) throws Exception {
    KilledCommand.beginning(folder, out -> command(out, name, List.of(arguments)))
        .comesToTheSameBytes();
  }

  private void goesOn(int items, String... arguments) throws Exception {
    Pattern goingOn = Pattern.compile("going on after \\d+ of " + items + " items");
    KilledCommand.goingOn(folder, out -> command(out, "made_feat.npy", List.of(arguments)))
        .comesToTheSameBytes(printed -> goingOn.matcher(printed).find());
  }

  private static String product(int product) {
    return "B%09d".formatted(product);
  }

  @Test
  void prepareAmazon() throws Exception {
    String[] reviews = new String[20 * USERS];
    for (int k = 0; k < reviews.length; k++) {
      reviews[k] =
          "{\"reviewerID\": \"A%d\", \"asin\": \"%s\", \"overall\": %d.0, \"unixReviewTime\": %d}"
              .formatted(
                  k % USERS, product((k + 3 * (k / USERS)) % PRODUCTS), 1 + k % 5, 1373932800 + k);
    }
    Path raw = Files.createDirectory(folder.resolve("raw"));
    Gzip.write(raw.resolve("reviews_Baby_5.json.gz"), reviews);
    Gzip.write(
        raw.resolve("meta_Baby.json.gz"),
        IntStream.range(0, PRODUCTS)
            .mapToObj(k -> "{'asin': '" + product(k) + "', 'categories': [['Baby', 'Gear']]}")
            .toArray(String[]::new));
    try (DataOutputStream images =
        new DataOutputStream(
            new BufferedOutputStream(
                Files.newOutputStream(raw.resolve("image_features_Baby.b"))))) {
      for (int k = 0; k < PRODUCTS; k++) {
        images.writeBytes(product(k));
        for (int column = 0; column < WIDTH; column++) {
          images.writeInt(Integer.reverseBytes(Float.floatToIntBits(k + column)));
        }
      }
    }
    beginsAgain("baby", "prepare", "amazon", "--category", "baby", "--raw", raw.toString());
  }

  @Test
  void prepareMovieLens() throws Exception {
    Path raw = folder.resolve("raw");
    RawMovieLens.writeMany(raw);
    beginsAgain("films", "prepare", "movielens", "--raw", raw.toString());
  }

  @Test
  void encodeText() throws Exception {
    Path texts =
        TinyModel.write(
            folder.resolve("texts.tsv"),
            IntStream.range(0, TEXTS)
                .mapToObj(item -> item + "\t" + "red shoe ".repeat(item % 7) + "\n")
                .collect(Collectors.joining()));
    goesOn(
        TEXTS,
        ("encode text --modality made --device cpu --batch-size 1 --model %s --input %s"
                .formatted(TinyModel.text(folder.resolve("model")), texts))
            .split(" "));
  }

  /** A folder in which every file called so is a modality. */
  @Test
  void encodeTextOfADataset() throws Exception {
    Path raw = folder.resolve("raw");
    RawMovieLens.writeMany(raw);
    Path model = TinyModel.text(folder.resolve("model"));
    KilledCommand.goingOn(
            folder,
            out ->
                Invocation.succeed(
                    "prepare", "movielens", "--raw", "" + raw, "--out", out + "/films"),
            out ->
                ThisProgram.command(
                    List.of(
                        ("encode text --modality titles --device cpu --batch-size 1 --overwrite"
                                + " --model %s --dataset %s/films")
                            .formatted(model, out)
                            .split(" "))))
        .comesToTheSameBytes();
    assertThat(folder.resolve("killed/films/titles_feat.npy")).exists();
  }

  @Test
  void encodeImage() throws Exception {
    for (int colour = 0; colour < 3; colour++) {
      BufferedImage image = new BufferedImage(60, 50, BufferedImage.TYPE_INT_RGB);
      image.setRGB(colour, 7, 0xFF << (8 * colour));
      ImageIO.write(image, "png", folder.resolve(colour + ".png").toFile());
    }
    Path images =
        TinyModel.write(
            folder.resolve("images.tsv"),
            IntStream.range(0, IMAGES)
                .mapToObj(item -> item + "\t" + item % 4 + ".png\n") // there is no 3.png
                .collect(Collectors.joining()));
    goesOn(
        IMAGES,
        ("encode image --modality made --device cpu --batch-size 1 --size 32 --model %s --input %s"
                .formatted(TinyModel.image(folder.resolve("model"), TinyModel.IMAGE), images))
            .split(" "));
  }

  @ParameterizedTest
  @CsvSource({"recommend, lists.tsv, --top=200", "export, vectors, --views=all"})
  void serve(String command, String name, String option) throws Exception {
    Invocation trained =
        Invocation.succeed(
            ("--method plain --epochs 1 --run-dir " + folder.resolve("runs")).split(" "));
    beginsAgain(name, command, trained.run().toString(), option);
  }
}
