package org.equimodal.datasets.preparation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.equimodal.datasets.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InteractionFilesTest {
  private static final RawColumns NAMED =
      new RawColumns("user", "item", Optional.of("rating"), Optional.of("time"));
  private static final RawColumns NUMBERED =
      new RawColumns("2", "1", Optional.of("3"), Optional.of("4"));

  @TempDir private Path folder;

  private Path write(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  private Path write(String name, String text) throws IOException {
    return write(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
      zip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private static List<String> read(List<Path> files, boolean header, RawColumns columns) {
    List<String> read = new ArrayList<>();
    new InteractionFiles(files, Optional.empty(), header, columns)
        .read(
            (user, item, rating, time) ->
                read.add(String.join("|", user, item, "" + rating, "" + time)));
    return read;
  }

  private static List<String> read(Path file) {
    return read(List.of(file), true, NAMED);
  }

  private void refuses(Path file, String... parts) {
    refuses(file, true, NAMED, parts);
  }

  private static void refuses(Path file, boolean header, RawColumns columns, String... parts) {
    assertThatThrownBy(() -> read(List.of(file), header, columns))
        .isInstanceOf(InputException.class)
        .message()
        .startsWith(file.toString())
        .contains(parts)
        .doesNotContain("\n", "null");
  }

  @Test
  void readsTabSeparatedColumnsInAnyOrderWithoutQuotation() throws IOException {
    Path file =
        write(
            "a.tsv",
            "\uFEFFtime\titem\tother\tuser\trating\n"
                + "1400000000\t\"B 1\t#\tU,1\t4.5\r\n"
                + "\n"
                + "-3\tB2\t\tU\u00e42\t5");
    assertThat(read(file)).containsExactly("U,1|\"B 1|4.5|1.4E9", "U\u00e42|B2|5.0|-3.0");
  }

  @Test
  void readsCommaSeparatedColumnsWithQuotation() throws IOException {
    Path file =
        write(
            "a.csv",
            "user,item,rating,time,text\n\"U,1\",\"say \"\"B\"\"\",3,978300760.9,\"two\nlines\"\nU2,B2,-1e1,0,\n");
    assertThat(read(file)).containsExactly("U,1|say \"B\"|3.0|9.783007609E8", "U2|B2|-10.0|0.0");
  }

  @Test
  void readsLinesOfJson() throws IOException {
    Path file =
        write(
            "a.jsonl",
            "{\"user\": \"U1\", \"x\": {\"user\": [1]}, \"item\": 17, \"rating\": 4, \"time\": \"12\"}\n\n"
                + "{\"item\":\"B2\",\"user\":\"U\\u00e42\",\"rating\":\"5\",\"time\":1.5}");
    assertThat(read(file)).containsExactly("U1|17|4.0|12.0", "U\u00e42|B2|5.0|1.5");
  }

  @Test
  void keepsTheOrderOfTimesOfAnyUnit() throws IOException {
    Path file =
        write("a.csv", "u,i,1,1.9\nu,i,1,1.1\nu,i,1,1720000000000001\nu,i,1,1720000000000000\n");
    List<Double> times = new ArrayList<>();
    RawColumns columns = new RawColumns("1", "2", Optional.of("3"), Optional.of("4"));
    new InteractionFiles(List.of(file), Optional.empty(), false, columns)
        .read((user, item, rating, time) -> times.add(time));
    assertThat(times).containsExactly(1.9, 1.1, 1720000000000001.0, 1720000000000000.0);
  }

  @ParameterizedTest
  @CsvSource({
    "2018-01-01, 1514764800",
    "2018-01-01T10:00:00Z, 1514800800",
    "2018-01-01T10:00, 1514800800",
    "2018-01-01 10:00:00.25, 1514800800.25",
    "2018-01-01T10:00:00+01:00, 1514797200",
    "2018-01-01T10:00:00-0130, 1514806200",
    "2018-01-01 10:00:00+01, 1514797200",
    "2016-02-29, 1456704000",
    "1969-12-31T23:59:59Z, -1",
    "-1e-5, -1e-5",
  })
  void readsDatesAsSeconds(String date, double seconds) throws IOException {
    Path file = write("a.csv", "u,i, " + date + " \n");
    RawColumns columns = new RawColumns("1", "2", Optional.empty(), Optional.of("3"));
    List<Double> times = new ArrayList<>();
    new InteractionFiles(List.of(file), Optional.empty(), false, columns)
        .read((user, item, rating, time) -> times.add(time));
    assertThat(times).containsExactly(seconds);
  }

  @Test
  void readsColumnsByNumberWhereThereIsNoHeader() throws IOException {
    Path file = write("a.csv", "B1,U1,5,7\nB2,U2,4,8\n");
    assertThat(read(List.of(file), false, NUMBERED))
        .containsExactly("U1|B1|5.0|7.0", "U2|B2|4.0|8.0");
  }

  @Test
  void readsFilesOneAfterTheOtherAndUnpacksThem() throws IOException {
    Path first = write("a.tsv.gz", gzip("user\titem\nU1\tB1\n"));
    Path second = write("b.CSV", "item,user\nB2,U2\n");
    RawColumns columns = new RawColumns("user", "item", Optional.empty(), Optional.empty());
    assertThat(read(List.of(second, first), true, columns))
        .containsExactly(
            "U2|B2|NaN|" + InteractionSink.NO_TIME, "U1|B1|NaN|" + InteractionSink.NO_TIME);
  }

  @Test
  void theFormatGivenIsStrongerThanTheEnding() throws IOException {
    Path file = write("a.csv", "user\titem\nU1\tB1\n");
    List<String> users = new ArrayList<>();
    new InteractionFiles(
            List.of(file),
            Optional.of(TextFormat.TSV),
            true,
            new RawColumns("user", "item", Optional.empty(), Optional.empty()))
        .read((user, item, rating, time) -> users.add(user));
    assertThat(users).containsExactly("U1");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "U1;B1;5, `has 3 columns, the first line has 4`",
        "U1;B1;5;7;8, `has 5 columns, the first line has 4`",
        ";B1;5;7, `user '' is empty`",
        "U1; ;5;7, `item ' ' is empty`",
        "U1;B1;five;7, `rating 'five' is not a number`",
        "U1;B1;NaN;7, `rating 'NaN' is not a number`",
        "U1;B1;5d;7, `rating '5d' is not a number`",
        "U1;B1;1e999;7, `rating '1e999' is not a number`",
        "U1;B1;;7, `rating is empty, expected a number`",
        "U1;B1;5;, `time is empty, expected a time`",
        "U1;B1;5;2014-02-30, `time '2014-02-30' is neither a number, such as seconds since 1970, nor an ISO date, such as 2018-01-31 or 2018-01-31T10:00:00Z; convert the column or leave --timestamp-column out`",
        "U1;B1;5;2014-02-28, `time '2014-02-28' is a date, but that of line 2 a number; write all times of a file in one way`",
        "U1;B1;5;07/01/2014, `time '07/01/2014' is neither a number`",
        "U1;B1;5;2014-07-01 noon, `time '2014-07-01 noon' is neither a number`",
        "U1;B1;5;2014-07, `time '2014-07' is neither a number`",
        "U1;B1;5;1e999, `time '1e999' is neither a number`",
        "U1;B1;0x1p3;7, `rating '0x1p3' is not a number`",
      })
  void saysWhichLineIsMalformed(String line, String what) throws IOException {
    String good = "U0\tB0\t1\t1\n";
    Path file =
        write("a.tsv", "user\titem\trating\ttime\n" + good + line.replace(';', '\t') + "\n" + good);
    refuses(file, "a.tsv, line 3: " + what);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "[1]|is no object of JSON",
        "{\"user\": \"U1\", \"item\": \"B1\", \"rating\": 5, \"time\": 1|is not valid JSON",
        "{\"user\": \"U1\", \"item\": \"B1\", \"rating\": 5, \"time\": 1} {|goes on after",
        "{\"user\": \"U1\", \"rating\": 5, \"time\": 1}|there is no key 'item'",
        "{\"user\": \"U1\", \"item\": \"B1\", \"time\": 1}|there is no key 'rating'",
        "{\"user\": \"U1\", \"item\": \"B1\", \"rating\": 5}|there is no key 'time'",
        "{\"user\": null, \"item\": \"B1\", \"rating\": 5, \"time\": 1}|user is neither",
        "{\"user\": {}, \"item\": \"B1\", \"rating\": 5, \"time\": 1}|user is neither",
        "{\"user\": \"\", \"item\": \"B1\", \"rating\": 5, \"time\": 1}|user '' is empty",
        "{\"user\": \"a\\nb\", \"item\": \"B1\", \"rating\": 5, \"time\": 1}|user 'a b' holds a control",
      })
  void saysWhichLineOfJsonIsMalformed(String line, String what) throws IOException {
    String good = "{\"user\": \"U0\", \"item\": \"B0\", \"rating\": 5, \"time\": 1}\n";
    Path file = write("a.jsonl", good + "\n" + line + "\n" + good);
    refuses(file, "a.jsonl, line 3: " + what);
  }

  @Test
  void refusesColumnsThatAreNotThere() throws IOException {
    Path file = write("a.tsv", "user\tasin\trating\ttime\nU1\tB1\t5\t7\n");
    refuses(file, "a.tsv, line 1: there is no column 'item', only user, asin, rating, time");
    refuses(file, false, NAMED, "line 1: without a header columns are numbers from 1, not 'user'");
    RawColumns fifth = new RawColumns("1", "5", Optional.empty(), Optional.empty());
    refuses(file, false, fifth, "line 1: there is no column 5, only 4");
    Path twice = write("b.tsv", "user\titem\tuser\trating\ttime\nU1\tB1\tU2\t5\t7\n");
    refuses(twice, "b.tsv, line 1: two columns are called 'user'; rename one");
    assertThatThrownBy(() -> new RawColumns("id", "id", Optional.empty(), Optional.empty()))
        .isInstanceOf(InputException.class)
        .hasMessage("column 'id' cannot hold both users and items; name the other one");
  }

  @Test
  void refusesAQuotationWithoutItsEnd() throws IOException {
    Path file =
        write("a.csv", "user,item,rating,time,text\nU0,B0,5,1,\nU1,B1,5,7,\"open\nU2,B2,5,8,\n");
    refuses(file, "a.csv, after line 2: cannot be read", "quot", "correct the file");
  }

  @Test
  void refusesFilesThatAreNotWhole() throws IOException {
    StringBuilder text = new StringBuilder("user\titem\trating\ttime\n");
    for (int k = 0; k < 50_000; k++) {
      text.append("U").append(k * 7919L % 10_007).append("\tB").append(k).append("\t5\t7\n");
    }
    byte[] whole = gzip(text.toString());
    for (String name : List.of("a.tsv.gz", "a.jsonl.gz")) {
      byte[] bytes =
          name.startsWith("a.tsv")
              ? whole
              : gzip("{\"user\":1,\"item\":2,\"rating\":3,\"time\":4}\n".repeat(50_000));
      Path cut = write(name, Arrays.copyOf(bytes, bytes.length * 2 / 3));
      refuses(cut, name, "after line ", "is not whole as a gzip file", "fetch it again");
    }
    refuses(write("b.tsv.gz", "user\titem\n"), "is not whole as a gzip file", "fetch it again");
  }

  @Test
  void refusesFilesThatAreNoTextOrEmptyOrMissing() throws IOException {
    byte[] latin =
        "user\titem\trating\ttime\nU\u00e4\tB1\t5\t7\n".getBytes(StandardCharsets.ISO_8859_1);
    refuses(write("latin.tsv", latin), "is not UTF-8 text; convert it");
    refuses(write("empty.tsv", ""), "empty.tsv is empty: expected one interaction per line");
    refuses(write("empty.csv.gz", gzip("")), "empty.csv.gz is empty");
    refuses(folder.resolve("none.tsv"), "none.tsv does not exist; check its name");
    refuses(Files.createDirectory(folder.resolve("f.tsv")), "f.tsv is no file");
    refuses(
        write("a.dat", "1\t2\n"),
        "a.dat: its ending tells no format; say --format tsv, csv or jsonl");
  }
}
