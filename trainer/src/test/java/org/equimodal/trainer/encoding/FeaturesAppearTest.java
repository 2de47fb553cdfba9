package org.equimodal.trainer.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.equimodal.datasets.DataSettings;
import org.equimodal.datasets.InputException;
import org.equimodal.datasets.ModalitySettings;
import org.equimodal.trainer.ToyFolder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever stops an encoding between its files, the same one finishes what is missing. */
class FeaturesAppearTest {

  private static final String YAML = "data:\n  modalities:\n    visual: {}\n    textual: {}\n";

  @TempDir Path folder;

  private Path toy;
  private Path features;
  private Path record;
  private Path yaml;
  private Path part;

  /** Something that happens once all items are encoded, and before a file appears. */
  @FunctionalInterface
  private interface Mishap {
    void happen() throws IOException;
  }

  @BeforeEach
  void write() {
    TinyModel.text(folder.resolve("model"));
    String items =
        IntStream.range(0, ToyFolder.ITEMS)
            .mapToObj(k -> "{\"item\":%d,\"id\":\"B%d\",\"text\":\"red\"}\n".formatted(k, k))
            .collect(Collectors.joining());
    toy = new ToyFolder(folder, "toy").file("dataset.yaml", YAML).file("items.jsonl", items).path();
    features = toy.resolve("spoken_feat.npy");
    record = toy.resolve("spoken_feat.json");
    yaml = toy.resolve("dataset.yaml");
    part = toy.resolve("spoken_feat.npy.part");
  }

  private void encode(Mishap mishap) {
    Map<String, ModalitySettings> modalities = new LinkedHashMap<>();
    modalities.put("visual", null);
    modalities.put("textual", null);
    EncodedDataset dataset =
        new EncodedDataset("toy", toy, new DataSettings(null, null, modalities, false, null));
    EncodingRequest request =
        new EncodingRequest(
            Optional.of(dataset),
            Optional.empty(),
            folder.resolve("model").toString(),
            "spoken",
            8,
            Optional.empty(),
            false);
    EncodingProgress progress =
        new EncodingProgress() {
          @Override
          public void started(int items, int done) {}

          @Override
          public void encoded(int done) {
            try {
              if (done == ToyFolder.ITEMS) {
                mishap.happen();
              }
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          }
        };
    new FeatureEncoding(request, Device.cpu(), progress)
        .texts(new TextSettings(Optional.empty(), Optional.empty(), OptionalInt.empty()));
  }

  private void finish() throws IOException {
    encode(
        () -> {
          throw new AssertionError("nothing was left to encode");
        });
    assertThat(features).exists();
    assertThat(record).content().contains(FileHash.of(features));
    assertThat(yaml).content().contains("spoken: {file: spoken_feat.npy}");
    assertThat(part).doesNotExist();
  }

  @Test
  void beforeTheFeatures() throws Exception {
    assertThatThrownBy(
            () ->
                encode(
                    () -> {
                      throw new IOException("stop");
                    }))
        .hasMessageContaining("stop");
    assertThat(features).doesNotExist();
    assertThat(record).doesNotExist();
    assertThat(yaml).content().isEqualTo(YAML);
    finish();
  }

  @Test
  void beforeTheirRecord() throws Exception {
    assertThatThrownBy(() -> encode(() -> Files.createDirectories(record.resolve("full"))))
        .isInstanceOf(UncheckedIOException.class);
    assertThat(features).exists();
    assertThat(yaml).content().isEqualTo(YAML);
    Files.delete(record.resolve("full"));
    Files.delete(record);
    finish();
  }

  @Test
  void beforeTheDatasetNamesThem() throws Exception {
    assertThatThrownBy(() -> encode(() -> Files.writeString(yaml, "data: [\n")))
        .isInstanceOf(InputException.class);
    assertThat(features).exists();
    assertThat(record).content().contains(FileHash.of(features));
    Files.writeString(yaml, YAML);
    finish();
  }

  @Test
  void beforeThePartIsDeleted() throws Exception {
    Path kept = folder.resolve("kept");
    encode(() -> Files.copy(part, kept));
    Files.move(kept, part);
    finish();
  }

  /** A part that is not whole finishes nothing: these features are others. */
  @Test
  void featuresThatAreThereAreNotReplaced() throws Exception {
    assertThatThrownBy(
            () ->
                encode(
                    () -> {
                      throw new IOException("stop");
                    }))
        .hasMessageContaining("stop");
    byte[] whole = Files.readAllBytes(part);
    Files.write(part, Arrays.copyOf(whole, whole.length - 1));
    Files.write(features, new byte[] {1});
    assertThatThrownBy(() -> encode(() -> {}))
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll("spoken_feat.npy is there already", "--overwrite");
    assertThat(features).hasBinaryContent(new byte[] {1});
    Files.delete(part);
    assertThatThrownBy(() -> encode(() -> {}))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("spoken_feat.npy is there already");
  }
}
