package org.equimodal.trainer.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.equimodal.datasets.Dataset;
import org.equimodal.datasets.IdTable;
import org.equimodal.datasets.RawIds;
import org.equimodal.datasets.SampleDataset;
import org.junit.jupiter.api.Test;

/** Tables as others read them. */
class TsvListsTest {

  private static final List<String> NAMES =
      List.of("\"foo", "plain", "\"Weird Al\" Yankovic", "\"q\"", "5\" disc", "bar\"");

  private static List<String> column(String table, int column) throws IOException {
    List<String> texts = new ArrayList<>();
    try (CSVParser records = CSVFormat.TDF.parse(new StringReader(table))) {
      for (CSVRecord line : records) {
        texts.add(line.get(column));
      }
    }
    return texts.subList(1, texts.size());
  }

  @Test
  void quotationMarksOfNamesAreReadAsTheyAre() throws IOException {
    StringWriter out = new StringWriter();
    Dataset sample = SampleDataset.create();
    RawIds ids = new RawIds(named(sample.users()), named(sample.items()));
    Dataset dataset =
        new Dataset("named", sample.split(), sample.features(), Optional.empty(), Optional.of(ids));
    try (TsvLists lists = new TsvLists(out, Ids.ofUsers(dataset), Ids.ofItems(dataset))) {
      for (int k = 0; k < NAMES.size(); k++) {
        lists.accept(k, new int[] {k}, new float[] {1});
      }
    }
    assertThat(column(out.toString(), 0)).isEqualTo(NAMES);
    assertThat(column(out.toString(), 1)).isEqualTo(NAMES);
  }

  private static List<String> named(int count) {
    return IntStream.range(0, count)
        .mapToObj(k -> k < NAMES.size() ? NAMES.get(k) : "n" + k)
        .toList();
  }

  @Test
  void soAreThoseOfTablesOfIds() throws IOException {
    StringBuilder table = new StringBuilder();
    IdTable.write(table, "itemID", "name", NAMES);
    assertThat(column(table.toString(), 1)).isEqualTo(NAMES);
  }
}
