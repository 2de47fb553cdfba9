package org.equimodal.datasets.preparation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.equimodal.datasets.InputFaults.assertRefused;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.equimodal.datasets.DataSettings;
import org.equimodal.datasets.Dataset;
import org.equimodal.datasets.DatasetReader;
import org.equimodal.datasets.InputException;
import org.equimodal.datasets.ItemFeatures;
import org.equimodal.datasets.Sha256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a folder tells about its items, and about how it was made. */
class ContentTest {
  /** Items in the order p q r s; t does not remain. */
  private static final RawRows ROWS =
      RawRows.of(
          "a p", "a q", "a r", "b t", "\"b\" p", "\"b\" q", "\"b\" s", "\"b\" r", "c p", "c q",
          "c s", "a s");

  @TempDir private Path parent;

  private record Content(Map<String, ItemFacts> known, List<FeatureSource> features, Path file)
      implements ItemContent {
    @Override
    public void facts(Set<String> items, BiConsumer<String, ItemFacts> sink) {
      assertThat(items).containsExactlyInAnyOrder("p", "q", "r", "s");
      known.forEach(sink);
      known.keySet().forEach(id -> sink.accept(id, ContentTest.facts("again", "again", "again")));
    }

    @Override
    public List<Path> files() {
      return List.of(file);
    }
  }

  private record Rows(String modality, int width, Map<String, float[]> rows)
      implements FeatureSource {
    @Override
    public void read(BiConsumer<String, float[]> sink) {
      rows.forEach(sink);
    }
  }

  /** A modality of one column that is read in some way. */
  private record Column(Consumer<BiConsumer<String, float[]>> reading) implements FeatureSource {
    @Override
    public String modality() {
      return "visual";
    }

    @Override
    public int width() {
      return 1;
    }

    @Override
    public void read(BiConsumer<String, float[]> sink) {
      reading.accept(sink);
    }
  }

  private static Map<String, float[]> rows(Object... idsAndValues) {
    Map<String, float[]> rows = new LinkedHashMap<>();
    for (int k = 0; k < idsAndValues.length; k += 2) {
      rows.put((String) idsAndValues[k], (float[]) idsAndValues[k + 1]);
    }
    return rows;
  }

  private Path prepare(Map<String, ItemFacts> known, FeatureSource... features) throws IOException {
    Path file = Files.writeString(parent.resolve("meta.json"), "{}");
    Path folder = parent.resolve("d");
    new Plan()
        .core(2, 2)
        .prepare(
            ROWS.unlabelled(), Optional.of(new Content(known, List.of(features), file)), folder);
    return folder;
  }

  private static ItemFacts facts(String text, String category, String image) {
    return new ItemFacts(
        Optional.empty(),
        Optional.ofNullable(text),
        Optional.ofNullable(category),
        Optional.ofNullable(image));
  }

  private static Dataset read(Path folder) {
    return DatasetReader.read("d", folder, DataSettings.automatic());
  }

  @Test
  void writesWhatIsKnownOfItemsInTheOrderOfTheirIds() throws IOException {
    Path folder =
        prepare(
            Map.of(
                "s", facts("two\nlines, \u00e4\ud83d\ude00", "Toys >\tCars", null),
                "p", facts(null, "\"Quoted\"", "http://x/p.jpg"),
                "q", facts("q", null, "q.jpg"),
                "t", facts("gone", "gone", "gone")));
    assertThat(folder.resolve("items.jsonl"))
        .hasContent(
            """
            {"item":0,"id":"p","image":"http://x/p.jpg"}
            {"item":1,"id":"q","text":"q","image":"q.jpg"}
            {"item":2,"id":"r"}
            {"item":3,"id":"s","text":"two\\nlines, \u00e4\ud83d\ude00"}
            """);
    assertThat(folder.resolve("categories.tsv"))
        .hasContent("itemID\tcategory\n0\t\"\"\"Quoted\"\"\"\n3\tToys > Cars\n");
    assertThat(folder.resolve("items.tsv")).hasContent("itemID\tname\n0\tp\n1\tq\n2\tr\n3\ts\n");
    assertThat(folder.resolve("users.tsv"))
        .hasContent("userID\tname\n0\ta\n1\t\"\"\"b\"\"\"\n2\tc\n");
  }

  @Test
  void anItemWithoutARowGetsTheMeanOfTheRowsFound() throws IOException {
    Path folder =
        prepare(
            Map.of("p", facts(null, "\"Quoted\"", null)),
            new Rows(
                "visual",
                2,
                rows(
                    "s", new float[] {5, -6},
                    "t", new float[] {1000, 1000},
                    "unknown", new float[] {1000, 1000},
                    "p", new float[] {1, 2})),
            new Rows("textual", 1, rows("p", new float[] {3}, "q", new float[] {4})));
    Dataset dataset = read(folder);
    assertThat(dataset.features())
        .extracting(f -> f.modality().name())
        .containsExactly("textual", "visual");
    assertThat(values(dataset.features().get(1))).containsExactly(1, 2, 3, -2, 3, -2, 5, -6);
    assertThat(values(dataset.features().get(0))).containsExactly(3, 4, 3.5f, 3.5f);
    assertThat(dataset.categories().orElseThrow().names()).containsExactly("\"Quoted\"", "unknown");
    assertThat(dataset.rawIds().orElseThrow().users()).containsExactly("a", "\"b\"", "c");
    assertThat(dataset.rawIds().orElseThrow().items()).containsExactly("p", "q", "r", "s");
  }

  private static float[] values(ItemFeatures features) {
    float[] values = new float[features.rows() * features.columns()];
    for (int row = 0; row < features.rows(); row++) {
      System.arraycopy(features.row(row), 0, values, row * features.columns(), features.columns());
    }
    return values;
  }

  @Test
  void ofAnItemsRowsTheFirstCounts() throws IOException {
    FeatureSource twice =
        new Column(
            rows -> {
              float[] reused = new float[1];
              for (String id : List.of("p", "q", "p", "r", "s")) {
                reused[0]++;
                rows.accept(id, reused);
              }
            });
    assertThat(values(read(prepare(Map.of(), twice)).features().get(0)))
        .containsExactly(1, 2, 4, 5);
  }

  @Test
  void tellsHowItWasMade() throws IOException {
    Path folder = prepare(Map.of(), new Rows("visual", 1, rows("p", new float[] {1})));
    assertThat(folder.resolve("dataset.yaml"))
        .hasContent(
            """
            # Every <modality>_feat.npy in this folder is a modality. Further settings may stand beside this one.
            data: {modalities: {}, categories: null}
            # How this dataset came to be:
            provenance:
              name: d
              source: made by hand
              program: Equimodal test
              settings:
                duplicates: first
                userCore: 2
                itemCore: 2
                split: lattice
                seed: 123
              sources:
              - file: meta.json
                bytes: 2
                sha256: 44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a
              steps:
              - name: read
                interactions: 12
                users: 4
                items: 5
              - name: duplicates
                interactions: 12
                users: 4
                items: 5
              - name: core
                interactions: 11
                users: 3
                items: 4
              split:
                train: 5
                validation: 3
                test: 3
              features:
              - modality: visual
                width: 1
                found: 1
              files:
              - file: d.inter
                bytes: %d
                sha256: %s
              - file: items.jsonl
                bytes: 80
                sha256: %s
              - file: items.tsv
                bytes: 28
                sha256: %s
              - file: users.tsv
                bytes: 30
                sha256: %s
              - file: visual_feat.npy
                bytes: 144
                sha256: %s
            """
                .formatted(
                    Files.size(folder.resolve("d.inter")),
                    Sha256.of(folder.resolve("d.inter")),
                    Sha256.of(folder.resolve("items.jsonl")),
                    Sha256.of(folder.resolve("items.tsv")),
                    Sha256.of(folder.resolve("users.tsv")),
                    Sha256.of(folder.resolve("visual_feat.npy"))));
  }

  @Test
  void looksForAllFilesBeforeItReadsOne() {
    InteractionSource unread =
        new InteractionSource() {
          @Override
          public void read(InteractionSink sink) {
            throw new AssertionError("was read");
          }

          @Override
          public List<Path> files() {
            return List.of();
          }
        };
    Path missing = parent.resolve("meta.json");
    assertThatThrownBy(
            () ->
                new Plan()
                    .prepare(
                        unread,
                        Optional.of(new Content(Map.of(), List.of(), missing)),
                        parent.resolve("d")))
        .isInstanceOf(InputException.class)
        .hasMessage(missing + " does not exist; check its name");
  }

  private void refuses(FeatureSource features, String... parts) {
    assertThatThrownBy(() -> prepare(Map.of(), features))
        .isInstanceOf(InputException.class)
        .message()
        .contains(parts)
        .doesNotContain("\n", "null");
    assertThat(FolderBytes.names(parent)).containsExactly("meta.json");
  }

  @Test
  void refusesFeaturesThatCannotBeUsed() {
    refuses(
        new Rows("visual", 2, rows("t", new float[] {1, 2})),
        "the features of modality visual have no row of any item that remains");
    refuses(
        new Rows("visual", 2, rows("p", new float[] {1})),
        "modality visual: the row of item 'p' has 1 values, expected 2");
    refuses(
        new Rows("visual", 2, rows("p", new float[] {1, Float.NaN})),
        "modality visual: item 'p', column 1 is NaN");
    refuses(new Rows("visual", 0, Map.of()), "modality visual are 0 wide");
    refuses(new Rows("a/b", 2, Map.of()), "modality name 'a/b' cannot be used");
  }

  @Test
  void filesOfImagesAreNamedFromTheFolder() throws IOException {
    String image = parent.resolve("images/p.jpg").toAbsolutePath().toString();
    assertThat(prepare(Map.of("p", facts(null, null, image))).resolve("items.jsonl"))
        .content()
        .startsWith("{\"item\":0,\"id\":\"p\",\"image\":\"../images/p.jpg\"}\n");
  }

  @Test
  void saysWhatToDoWhereThereIsNoRoom() {
    FeatureSource full =
        new Column(
            rows -> {
              throw new UncheckedIOException(new IOException("No space left on device"));
            });
    assertRefused(
        () -> prepare(Map.of(), full),
        "cannot write "
            + parent.resolve("d")
            + ": No space left on device; make room, or name another folder with --out");
  }
}
