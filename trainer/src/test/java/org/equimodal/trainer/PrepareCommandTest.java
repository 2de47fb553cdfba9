package org.equimodal.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.equimodal.datasets.NpyWriter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrepareCommandTest {
  private static final int USERS = 30;
  private static final int ITEMS = 20;

  @TempDir private Path folder;
  private Path raw;
  private Path out;

  /** Thirty users with seven of twenty items each; every second rating is a 2. */
  @BeforeEach
  void writeInteractions() throws IOException {
    StringBuilder text = new StringBuilder("reviewer,asin,stars,when\n");
    for (int user = 0; user < USERS; user++) {
      for (int k = 0; k < 7; k++) {
        text.append("u%d,i%d,%d,%d\n".formatted(user, (user + 3 * k) % ITEMS, 5 - 3 * (k % 2), k));
      }
    }
    raw = Files.writeString(folder.resolve("raw.csv"), text);
    out = folder.resolve("baby");
  }

  private Invocation prepare(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "prepare",
                "interactions",
                raw.toString(),
                "--user-column",
                "reviewer",
                "--item-column",
                "asin",
                "--out",
                out.toString()));
    arguments.addAll(List.of(more));
    return Invocation.of(arguments.toArray(String[]::new));
  }

  @Test
  void aloneItAsksWhatToPrepare() {
    Invocation invocation = Invocation.of("prepare");
    assertThat(invocation.exitCode()).isEqualTo(2);
    assertThat(invocation.errorLines())
        .singleElement()
        .asString()
        .contains("prepare what? interactions, amazon, mmrec, lattice or movielens", "--help");
    assertThat(invocation.out()).isEmpty();
  }

  @Test
  void saysWhatItMade() {
    Invocation invocation = prepare();
    assertThat(invocation.exitCode()).isZero();
    assertThat(invocation.err()).isEmpty();
    assertThat(invocation.out().lines())
        .containsExactly(
            "Dataset baby",
            "after       interactions  users  items",
            "--------------------------------------",
            "read                 210     30     20",
            "duplicates           210     30     20",
            "core                 210     30     20",
            "Split (lattice): 150 for training, 30 for validation, 30 for test.",
            "dataset: " + out);
  }

  @Test
  void passesEveryOptionOn() throws IOException {
    Invocation invocation =
        prepare(
            "--rating-column",
            "stars",
            "--timestamp-column",
            "when",
            "--min-rating",
            "3",
            "--duplicates",
            "last",
            "--user-core",
            "4",
            "--split",
            "global-time",
            "--ratios",
            ".5,.25,.25",
            "--seed",
            "7",
            "--name",
            "toys");
    assertThat(invocation.exitCode()).as(invocation.err()).isZero();
    assertThat(out.resolve("toys.inter")).exists();
    assertThat(out.resolve("dataset.yaml"))
        .content()
        .contains(
            """
              reading:
                header: true
                userColumn: reviewer
                itemColumn: asin
                ratingColumn: stars
                timestampColumn: when
              settings:
                minimumRating: 3.0
                duplicates: last
                userCore: 4
                itemCore: 1
                split: global-time
                shares:
                  train: 0.5
                  validation: 0.25
                  test: 0.25
                seed: 7
              sources:
              - file: raw.csv
            """);
  }

  @Test
  void readsSeveralFilesWithoutAHeader() throws IOException {
    List<String> lines = Files.readAllLines(raw);
    Path first = folder.resolve("first.data");
    Path second = folder.resolve("second.data");
    Files.write(first, lines.subList(1, 100));
    Files.write(second, lines.subList(100, lines.size()));
    Invocation.succeed(
        "prepare",
        "interactions",
        first.toString(),
        second.toString(),
        "--format",
        "csv",
        "--no-header",
        "--user-column",
        "1",
        "--item-column",
        "2",
        "--out",
        out.toString());
    String several = Files.readString(out.resolve("baby.inter"));
    assertThat(prepare("--overwrite").exitCode()).isZero();
    assertThat(out.resolve("baby.inter")).hasContent(several);
  }

  /** The names are those of datasets whose files have other names in the settings packed in. */
  @ParameterizedTest
  @CsvSource({"raw.csv, baby", "raw.tsv, lastfm", "raw.jsonl, baby"})
  void whatItMadeCanBeTrainedOn(String form, String name) throws IOException {
    raw = folder.resolve(form);
    out = folder.resolve(name);
    Files.writeString(raw, inForm(form, Files.readAllLines(folder.resolve("raw.csv"))));
    Invocation prepared = prepare();
    assertThat(prepared.exitCode()).as(prepared.err()).isZero();
    for (String modality : List.of("acoustic", "textual")) {
      float[] values = ToyFolder.values(ITEMS, 3);
      NpyWriter.write(out.resolve(modality + "_feat.npy"), NpyWriter.floats(ITEMS, 3, values));
    }
    Invocation training =
        Invocation.succeed(
            "--dataset",
            out.toString(),
            "--backbone",
            "egogcn",
            "--epochs",
            "1",
            "--run-dir",
            folder.resolve("runs").toString());
    assertThat(training.out())
        .contains("egogcn on " + name, "30 test users", "teacher acoustic", "teacher textual");
    assertThat(training.err()).doesNotContain("WARN", "error");
  }

  private static String inForm(String form, List<String> lines) {
    return switch (form) {
      case "raw.tsv" -> String.join("\n", lines).replace(',', '\t');
      case "raw.jsonl" ->
          lines.stream()
              .skip(1)
              .map(line -> line.split(","))
              .map(
                  "{\"reviewer\": \"%s\", \"asin\": \"%s\", \"stars\": %s, \"when\": %s}"
                      ::formatted)
              .collect(Collectors.joining("\n"));
      default -> String.join("\n", lines);
    };
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "--min-rating 3, --min-rating needs --rating-column",
        "--split leave-last-out, --split leave-last-out goes by time and needs --timestamp-column",
        "--ratios .5;.5, `--ratios goes with --split ratio or global-time only`",
        "--split ratio --ratios .5;.5, --ratios needs three shares",
        "--split ratio --ratios .5;.5;.5, add up to 1",
        "--core 3 --user-core 2, --core is for users and items",
        "--core 0, a core must be at least 1",
        "--core 8, nothing is left of 210 interactions",
        "--name a/b, name 'a/b' cannot be used",
        "--rating-column asin, `raw.csv, line 2: asin 'i0' is not a number`",
        "--split sometimes, --split",
        "--format xml, --format",
      })
  void refusesWhatCannotBe(String arguments, String what) {
    Invocation invocation = prepare(arguments.replace(';', ',').split(" "));
    assertThat(invocation.exitCode()).isEqualTo(2);
    assertThat(invocation.errorLines()).hasSize(1);
    assertThat(invocation.err()).startsWith("error: ").contains(what);
    assertThat(invocation.out()).isEmpty();
    assertThat(out).doesNotExist();
  }

  @Test
  void refusesAColumnThatIsNotThere() {
    Invocation invocation =
        Invocation.of(
            "prepare",
            "interactions",
            raw.toString(),
            "--user-column",
            "reviewer",
            "--item-column",
            "item",
            "--out",
            out.toString());
    assertThat(invocation.exitCode()).isEqualTo(2);
    assertThat(invocation.errorLines()).hasSize(1);
    assertThat(invocation.err())
        .contains("raw.csv, line 1: there is no column 'item', only reviewer, asin, stars, when");
  }

  @Test
  void refusesAFolderThatCannotBeMade() {
    out = raw.resolve("baby");
    Invocation invocation = prepare();
    assertThat(invocation.exitCode()).isEqualTo(2);
    assertThat(invocation.errorLines())
        .singleElement()
        .asString()
        .startsWith("error: cannot make " + out + ": ")
        .endsWith("; name another folder with --out");
  }

  @Test
  void refusesAFolderThatIsThere() {
    assertThat(prepare().exitCode()).isZero();
    Invocation again = prepare();
    assertThat(again.exitCode()).isEqualTo(2);
    assertThat(again.errorLines())
        .containsExactly(
            "error: "
                + out
                + " is there already; name another folder, or replace it with --overwrite");
  }
}
