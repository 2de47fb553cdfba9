package org.equimodal.datasets.preparation.amazon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.equimodal.datasets.InputFaults.assertRefused;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.equimodal.datasets.WarningRecorder;
import org.equimodal.datasets.preparation.ItemFacts;
import org.equimodal.datasets.preparation.Told;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProductFileTest {
  private static final Optional<String> NONE = Optional.empty();

  @TempDir private Path folder;

  private ProductFile products(Edition edition, ProductText text, String... lines)
      throws IOException {
    return new ProductFile(
        Gzip.write(folder.resolve("meta.json.gz"), lines), edition, text, List.of());
  }

  private ItemFacts only(Edition edition, ProductText text, String id, String line)
      throws IOException {
    ItemFacts known = Told.of(products(edition, text, line), Set.of(id)).get(id);
    return new ItemFacts(NONE, known.text(), known.category(), known.image());
  }

  private static ItemFacts facts(String text, String category, String image) {
    return new ItemFacts(
        NONE, Optional.ofNullable(text), Optional.ofNullable(category), Optional.ofNullable(image));
  }

  @Test
  void readsPythonLiteralsOf2014() throws IOException {
    String line =
        "{'asin': '0188399313', 'description': \"The pump&#39;s  &quot;best&quot;\\nfriend \\u2122\","
            + " 'title': 'Lifefactory 4oz BPA-free &amp; caf\\xe9', 'price': 69.99,"
            + " 'imUrl': 'http://ecx.images-amazon.com/images/I/41.jpg', 'brand': \"Life's\","
            + " 'related': {'also_bought': ['B002SG7K7A']}, 'salesRank': {'Baby': 12},"
            + " 'categories': [['Baby', 'Feeding', 'Breastfeeding'], ['Home & Kitchen']]}";
    String before =
        "Baby Feeding Breastfeeding Home & Kitchen Lifefactory 4oz BPA-free & caf\u00e9 ";
    String after = " The pump's \"best\" friend \u2122";
    String image = "http://ecx.images-amazon.com/images/I/41.jpg";
    assertThat(only(Edition.OF_2014, ProductText.PAPER, "0188399313", line))
        .isEqualTo(facts(before + "Life's" + after, "Breastfeeding", image));
    assertThat(only(Edition.OF_2014, ProductText.RELEASE, "0188399313", line))
        .as("the title stands for the brand")
        .isEqualTo(
            facts(before + "Lifefactory 4oz BPA-free & caf\u00e9" + after, "Breastfeeding", image));
  }

  @Test
  void readsTheJsonLinesOf2014() throws IOException {
    assertThat(
            only(
                Edition.OF_2014,
                ProductText.RELEASE,
                "B1",
                "{\"asin\": \"B1\", \"title\": \"It's\", \"categories\": [[\"Baby\"]], \"brand\": null}"))
        .isEqualTo(facts("Baby It's It's", "Baby", null));
  }

  @Test
  void aBrandThatSaysNothingIsThereAllTheSame() throws IOException {
    String empty = "{'asin': 'B1', 'title': 'Pump', 'brand': '', 'description': 'Warm'}";
    assertThat(only(Edition.OF_2014, ProductText.RELEASE, "B1", empty))
        .isEqualTo(facts("Pump Pump Warm", null, null));
    assertThat(only(Edition.OF_2014, ProductText.PAPER, "B1", empty))
        .isEqualTo(facts("Pump Warm", null, null));
    String none = "{'asin': 'B1', 'title': 'Pump', 'description': 'Warm'}";
    assertThat(only(Edition.OF_2014, ProductText.RELEASE, "B1", none))
        .isEqualTo(facts("Pump Warm", null, null));
  }

  @Test
  void readsProductsOf2018() throws IOException {
    assertThat(
            only(
                Edition.OF_2018,
                ProductText.PAPER,
                "B2",
                "{\"category\": [\"Beauty\", \"Hair &amp; Nails\"], \"tech1\": \"\", \"description\": [\"Soft.\", \"\","
                    + " \"Warm.\"], \"title\": \"Brush\", \"brand\": \"Conair\", \"asin\": \"B2\","
                    + " \"imageURL\": [\"small.jpg\"], \"imageURLHighRes\": [\"large.jpg\", \"other.jpg\"]}"))
        .isEqualTo(
            facts("Beauty Hair & Nails Brush Conair Soft. Warm.", "Hair & Nails", "large.jpg"));
    assertThat(
            only(
                Edition.OF_2018,
                ProductText.PAPER,
                "B2",
                "{\"asin\": \"B2\", \"category\": [], \"title\": \"var aPageStart = (new Date()).getTime();\","
                    + " \"description\": \"One sentence.\", \"imageURLHighRes\": [], \"imageURL\": [\"small.jpg\"]}"))
        .as("a page's script is no title")
        .isEqualTo(facts("One sentence.", null, "small.jpg"));
  }

  @Test
  void readsProductsOf2023() throws IOException {
    String line =
        "{\"main_category\": \"All Beauty\", \"title\": \"Spray\", \"average_rating\": 4.8, \"features\": [\"Light\"],"
            + " \"description\": [\"Sea.\", \"Salt.\"], \"price\": null, \"images\": [{\"thumb\": \"t.jpg\", \"large\":"
            + " \"l.jpg\", \"variant\": \"PT01\", \"hi_res\": \"h.jpg\"}, {\"thumb\": \"t2.jpg\", \"large\": \"main.jpg\","
            + " \"variant\": \"MAIN\", \"hi_res\": null}], \"store\": \"Herb\", \"categories\": [\"Beauty\", \"Hair\"],"
            + " \"details\": {\"Brand\": \"Herb\"}, \"parent_asin\": \"B3\", \"bought_together\": null}";
    assertThat(only(Edition.OF_2023, ProductText.PAPER, "B3", line))
        .isEqualTo(facts("Beauty Hair Spray Herb Light Sea. Salt.", "Hair", "main.jpg"));
    assertThat(
            only(
                Edition.OF_2023,
                ProductText.PAPER,
                "B3",
                "{\"parent_asin\": \"B3\", \"images\": [], \"categories\": [], \"title\": null}"))
        .isEqualTo(ItemFacts.NONE);
    assertThat(
            only(
                Edition.OF_2023,
                ProductText.PAPER,
                "B3",
                "{\"parent_asin\": \"B3\", \"images\": {\"hi_res\": [null, \"h.jpg\"], \"large\": [\"l.jpg\", \"m.jpg\"]}}"))
        .as("lists of fields")
        .isEqualTo(facts(null, null, "h.jpg"));
  }

  @Test
  void keepsOnlyWhatIsAskedForAndTheFirstLineOfEach() throws IOException {
    ProductFile products =
        products(
            Edition.OF_2014,
            ProductText.RELEASE,
            "{'asin': 'A', 'title': 'first'}",
            "",
            "{'asin': 'A', 'title': 'second'}",
            "{'asin': 'B', 'title': 'unwanted'}",
            "{'asin': 'C'}");
    Map<String, ItemFacts> facts = Told.of(products, Set.of("A", "C", "D"));
    assertThat(facts)
        .as("D has no metadata")
        .containsOnlyKeys("A", "C")
        .containsEntry("C", ItemFacts.NONE);
    assertThat(facts.get("A").title()).contains("first");
    assertThat(facts.get("A").text()).contains("first");
  }

  @Test
  void refusesDamagedLines() throws IOException {
    Path file = folder.resolve("meta.json.gz");
    ProductFile python =
        products(Edition.OF_2014, ProductText.PAPER, "{'asin': 'A'}", "{'asin': 'B");
    assertRefused(
        () -> Told.of(python, Set.of()),
        file + ", line 2, column 10: found ''B', expected a string that ends");
    ProductFile json = products(Edition.OF_2014, ProductText.PAPER, "{\"asin\": \"A\"");
    assertRefused(() -> Told.of(json, Set.of()), file + ", line 1, column ", "not valid JSON");
    ProductFile other = products(Edition.OF_2023, ProductText.PAPER, "{\"asin\": \"A\"}");
    assertRefused(
        () -> Told.of(other, Set.of()),
        file + ", line 1: the product has no parent_asin; check the edition");
    Files.delete(file);
    assertRefused(() -> Told.of(other, Set.of()), file + " does not exist");
  }

  private void assertOfAnother(Edition given, String field, String edition, String line)
      throws IOException {
    ProductFile file = products(given, ProductText.PAPER, "", line, "{\"asin\": \"B\"}");
    assertRefused(
        () -> Told.of(file, Set.of("B")),
        "%s, line 2: the product has %s, as in the %s edition, not in that of %s; get the file of %s, or give --edition %s with the --reviews and --metadata of that"
            .formatted(folder.resolve("meta.json.gz"), field, edition, given, given, edition));
  }

  @Test
  void refusesProductsOfAnotherEdition() throws IOException {
    assertOfAnother(Edition.OF_2018, "imUrl", "2014", "{'asin': 'A', 'imUrl': 'http://x'}");
    assertOfAnother(
        Edition.OF_2018,
        "categories as a list of paths",
        "2014",
        "{'asin': 'A', 'categories': [['Baby']]}");
    assertOfAnother(Edition.OF_2014, "category", "2018", "{\"asin\": \"A\", \"category\": []}");
    assertOfAnother(
        Edition.OF_2023, "imageURL", "2018", "{\"asin\": \"A\", \"imageURL\": [\"x.jpg\"]}");
    assertOfAnother(
        Edition.OF_2014, "parent_asin", "2023", "{\"parent_asin\": \"A\", \"categories\": []}");
  }

  private List<String> warnings(Edition edition, String line) throws IOException {
    try (WarningRecorder recorder = new WarningRecorder(KnownFacts.class)) {
      only(edition, ProductText.PAPER, "A", line);
      return recorder.warnings();
    }
  }

  @Test
  void warnsOfWhatAllItemsLack() throws IOException {
    Path file = folder.resolve("meta.json.gz");
    assertThat(warnings(Edition.OF_2018, "{'asin': 'A', 'title': 'Pump', 'categories': ['Baby']}"))
        .containsExactly(
            "none of the 1 items found in "
                + file
                + " has a category: the 2018 edition has it in the field category; check --edition");
    assertThat(warnings(Edition.OF_2023, "{'parent_asin': 'A', 'name': 'Pump'}"))
        .containsExactly(
            "none of the 1 items found in "
                + file
                + " has a text: the 2023 edition has it in the fields categories, title, store, features, description; check --edition");
    assertThat(warnings(Edition.OF_2014, "{'asin': 'A', 'categories': [['Baby']]}")).isEmpty();
  }
}
