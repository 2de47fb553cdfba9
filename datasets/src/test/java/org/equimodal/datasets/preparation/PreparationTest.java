package org.equimodal.datasets.preparation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.equimodal.datasets.AmazonBaby;
import org.equimodal.datasets.DataSettings;
import org.equimodal.datasets.DatasetReader;
import org.equimodal.datasets.InputException;
import org.equimodal.datasets.Interactions;
import org.equimodal.datasets.LatticeSplit;
import org.equimodal.datasets.Seeds;
import org.equimodal.datasets.Split;
import org.equimodal.datasets.WarningRecorder;
import org.equimodal.datasets.preparation.PreparationReport.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PreparationTest {
  private static final String HEADER = "userID\titemID\tx_label\n";

  @TempDir private Path parent;

  private Path folder(String name) {
    return parent.resolve(name);
  }

  private static Split split(Path folder) {
    return DatasetReader.readSplit(
        folder.getFileName().toString(), folder, DataSettings.automatic());
  }

  /**
   * Users and items of very different degrees, ratings 1 to 5, times with ties, and repetitions.
   */
  private static RawRows random(int seed) {
    RandomGenerator random = Seeds.generator(seed, "preparation-test");
    RawRows rows = new RawRows();
    int count = 800 + random.nextInt(2000);
    for (int k = 0; k < count; k++) {
      int user = (int) (80 * Math.pow(random.nextDouble(), 2));
      int item = (int) (60 * Math.pow(random.nextDouble(), 2));
      rows.add("u" + user, "i" + item, 1 + random.nextInt(5), random.nextInt(300));
    }
    return rows;
  }

  private record Pair(String user, String item) {}

  /** All pairs of a prepared folder by their raw ids. */
  private static Set<Pair> pairs(Path folder) throws IOException {
    List<String> users = texts(folder.resolve("users.tsv"));
    List<String> items = texts(folder.resolve("items.tsv"));
    Set<Pair> pairs = new LinkedHashSet<>();
    List<String> lines = Files.readAllLines(folder.resolve(folder.getFileName() + ".inter"));
    for (String line : lines.subList(1, lines.size())) {
      String[] fields = line.split("\t");
      Pair pair =
          new Pair(users.get(Integer.parseInt(fields[0])), items.get(Integer.parseInt(fields[1])));
      assertThat(pairs.add(pair)).as("%s stands once", pair).isTrue();
    }
    return pairs;
  }

  private static List<String> texts(Path table) throws IOException {
    List<String> lines = Files.readAllLines(table);
    return lines.stream().skip(1).map(line -> line.substring(line.indexOf('\t') + 1)).toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6})
  void keepsTheLargestCore(int seed) throws IOException {
    RawRows rows = random(seed);
    Core core = new Core(2 + seed % 4, 2 + seed % 3);
    new Plan()
        .minimumRating(3)
        .core(core.users(), core.items())
        .prepare(rows.unlabelled(), folder("d"));
    assertThat(pairs(folder("d")))
        .as("seed %d", seed)
        .isEqualTo(coreByRemovingOneByOne(rows, core));
  }

  /** What remains if always the first pair that has too little goes. */
  private static Set<Pair> coreByRemovingOneByOne(RawRows rows, Core core) {
    Set<Pair> pairs = new LinkedHashSet<>();
    rows.rows().stream()
        .filter(row -> row.rating() >= 3)
        .forEach(row -> pairs.add(new Pair(row.user(), row.item())));
    boolean removed = true;
    while (removed) {
      Map<String, Integer> degrees = new HashMap<>();
      for (Pair pair : pairs) {
        degrees.merge(pair.user(), 1, Integer::sum);
        degrees.merge(pair.item(), 1, Integer::sum);
      }
      removed =
          pairs.stream()
              .filter(
                  pair ->
                      degrees.get(pair.user()) < core.users()
                          || degrees.get(pair.item()) < core.items())
              .findFirst()
              .map(pairs::remove)
              .orElse(false);
    }
    return pairs;
  }

  @ParameterizedTest
  @ValueSource(ints = {7, 8, 9})
  void numbersIdsAsTheSourceNamesThemFirst(int seed) throws IOException {
    RawRows rows = random(seed);
    new Plan().core(3, 3).prepare(rows.unlabelled(), folder("d"));
    Set<Pair> kept = pairs(folder("d"));
    Set<String> users = new LinkedHashSet<>();
    Set<String> items = new LinkedHashSet<>();
    rows.rows().forEach(row -> users.add(row.user()));
    rows.rows().forEach(row -> items.add(row.item()));
    users.retainAll(kept.stream().map(Pair::user).toList());
    items.retainAll(kept.stream().map(Pair::item).toList());
    assertThat(texts(folder("d").resolve("users.tsv"))).containsExactlyElementsOf(users);
    assertThat(texts(folder("d").resolve("items.tsv"))).containsExactlyElementsOf(items);
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 11})
  void splitsByTheRuleOfLattice(int seed) {
    new Plan().core(3, 1).seed(seed).prepare(random(seed).unlabelled(), folder("d"));
    Split split = split(folder("d"));
    assertThat(split).isEqualTo(LatticeSplit.split(union(split), seed));
  }

  private static Interactions union(Split split) {
    List<int[]> pairs = new ArrayList<>();
    for (Interactions part : List.of(split.train(), split.validation(), split.test())) {
      for (int position = 0; position < part.size(); position++) {
        pairs.add(new int[] {part.user(position), part.item(position)});
      }
    }
    return Interactions.of(
        split.users(),
        split.items(),
        pairs.stream().mapToInt(pair -> pair[0]).toArray(),
        pairs.stream().mapToInt(pair -> pair[1]).toArray());
  }

  @Test
  void givesTheCountsOfAmazonBaby() {
    RawRows rows = new RawRows();
    int user = 0;
    for (int count : AmazonBaby.interactionsPerUser()) {
      for (int k = 0; k < count; k++) {
        rows.add("u" + user, "i" + (user + 7 * k) % 7050, 5, k);
      }
      user++;
    }
    PreparationReport report = new Plan().core(5, 5).prepare(rows.unlabelled(), folder("baby"));
    assertThat(report.stages().get(2)).isEqualTo(new Stage("core", 160_792, 19_445, 7_050));
    assertThat(report.train()).isEqualTo(118_551);
    assertThat(report.validation()).isEqualTo(21_682);
    assertThat(report.test()).isEqualTo(20_559);
  }

  @ParameterizedTest
  @ValueSource(ints = {12, 13})
  void drawsEveryUsersShares(int seed) {
    new Plan()
        .split(SplitRule.RATIO)
        .shares(0.6, 0.3, 0.1)
        .seed(seed)
        .prepare(random(seed).unlabelled(), folder("d"));
    Split split = split(folder("d"));
    Interactions all = union(split);
    for (int user = 0; user < all.users(); user++) {
      int n = all.degree(user);
      int least = n < 3 ? 0 : 1;
      int validation = Math.max(least, 3 * n / 10);
      int test = Math.max(least, n / 10);
      assertThat(split.validation().degree(user)).isEqualTo(validation);
      assertThat(split.test().degree(user)).isEqualTo(test);
      assertThat(split.train().degree(user)).isEqualTo(n - validation - test);
    }
    new Plan()
        .split(SplitRule.RATIO)
        .shares(0.6, 0.3, 0.1)
        .seed(seed + 1)
        .prepare(random(seed).unlabelled(), folder("other"));
    assertThat(split(folder("other"))).isNotEqualTo(split);
  }

  @ParameterizedTest
  @CsvSource({"0.98, 0.01, 0.01", "0.01, 0.98, 0.01", "0.01, 0.01, 0.98"})
  void everyPartHasSomethingOfWhoeverHasThree(double train, double validation, double test) {
    RawRows rows = RawRows.of("two p", "two q", "three p", "three q", "three r");
    for (int item = 0; item < 100; item++) {
      rows.add("many", "i" + item, 1, item);
    }
    new Plan()
        .split(SplitRule.RATIO)
        .shares(train, validation, test)
        .prepare(rows.unlabelled(), folder("d"));
    Split split = split(folder("d"));
    assertThat(split.train().degree(0)).isEqualTo(2);
    for (Interactions part : List.of(split.train(), split.validation(), split.test())) {
      assertThat(part.degree(1)).isEqualTo(1);
      assertThat(part.degree(2)).isGreaterThanOrEqualTo(1);
    }
  }

  @Test
  void timesDifferByFractions() throws IOException {
    RawRows rows = RawRows.of("a p 1 1.9", "a q 1 1.1", "a r 1 1.5");
    new Plan().split(SplitRule.LEAVE_LAST_OUT).prepare(rows.unlabelled(), folder("last"));
    assertThat(folder("last").resolve("last.inter"))
        .hasContent(HEADER + "0\t0\t2\n0\t1\t0\n0\t2\t1\n");
    new Plan()
        .split(SplitRule.GLOBAL_TIME)
        .shares(0.34, 0.33, 0.33)
        .prepare(rows.unlabelled(), folder("global"));
    assertThat(folder("global").resolve("global.inter"))
        .hasContent(HEADER + "0\t0\t2\n0\t1\t0\n0\t2\t1\n");
  }

  @Test
  void leavesTheLastOut() throws IOException {
    RawRows rows =
        RawRows.of(
            "a p 1 30",
            "a q 1 10",
            "a r 1 40",
            "a s 1 20", // by time: q s p r
            "b p 1 5",
            "b q 1 5",
            "b r 1 5", // equal: as they stand
            "c p 1 9",
            "c q 1 8"); // too few
    new Plan().split(SplitRule.LEAVE_LAST_OUT).prepare(rows.unlabelled(), folder("d"));
    assertThat(folder("d").resolve("d.inter"))
        .hasContent(
            HEADER
                + "0\t0\t1\n0\t1\t0\n0\t2\t2\n0\t3\t0\n"
                + "1\t0\t0\n1\t1\t1\n1\t2\t2\n"
                + "2\t0\t0\n2\t1\t0\n");
  }

  @Test
  void cutsAtTwoInstants() throws IOException {
    RawRows rows =
        RawRows.of(
            "a p 1 1", "b p 1 2", "a q 1 3", "b q 1 4", "a r 1 5", "c p 1 6", "c q 1 7", "c r 1 7",
            "b r 1 7", "a s 1 7");
    new Plan()
        .split(SplitRule.GLOBAL_TIME)
        .shares(0.5, 0.2, 0.3)
        .prepare(rows.unlabelled(), folder("d"));
    // The sorted times 6 and 7 stand at half and at seven tenths; all of time 7 is for test.
    assertThat(folder("d").resolve("d.inter"))
        .hasContent(
            HEADER
                + "0\t0\t0\n0\t1\t0\n0\t2\t0\n0\t3\t2\n"
                + "1\t0\t0\n1\t1\t0\n1\t2\t2\n"
                + "2\t0\t1\n2\t1\t2\n2\t2\t2\n");
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 15})
  void nothingIsLearntFromTheFuture(int seed) throws IOException {
    RawRows rows = random(seed);
    new Plan().split(SplitRule.GLOBAL_TIME).prepare(rows.unlabelled(), folder("d"));
    Map<Pair, Double> times = new HashMap<>();
    rows.rows()
        .forEach(row -> times.merge(new Pair(row.user(), row.item()), row.time(), Math::min));
    List<String> lines = Files.readAllLines(folder("d").resolve("d.inter"));
    List<Pair> pairs = List.copyOf(pairs(folder("d")));
    List<TreeSet<Double>> timesOfPart = List.of(new TreeSet<>(), new TreeSet<>(), new TreeSet<>());
    for (int k = 0; k < pairs.size(); k++) {
      int part = lines.get(k + 1).charAt(lines.get(k + 1).length() - 1) - '0';
      timesOfPart.get(part).add(times.get(pairs.get(k)));
    }
    assertThat(timesOfPart.get(0).last()).isLessThan(timesOfPart.get(1).first());
    assertThat(timesOfPart.get(1).last()).isLessThan(timesOfPart.get(2).first());
  }

  @Test
  void oneOfRepeatedInteractionsStays() throws IOException {
    RawRows rows = RawRows.of("a p 1 20", "a q 1 12", "a p 1 10", "a r 1 15", "a p 1 30");
    new Plan().split(SplitRule.LEAVE_LAST_OUT).prepare(rows.unlabelled(), folder("first"));
    // The first interaction with p is that of time 10: q is before the last, r the last.
    assertThat(folder("first").resolve("first.inter"))
        .hasContent(HEADER + "0\t0\t0\n0\t1\t1\n0\t2\t2\n");
    new Plan()
        .duplicates(Duplicates.LAST)
        .split(SplitRule.LEAVE_LAST_OUT)
        .prepare(rows.unlabelled(), folder("last"));
    assertThat(folder("last").resolve("last.inter"))
        .hasContent(HEADER + "0\t0\t2\n0\t1\t0\n0\t2\t1\n");
  }

  @Test
  void whereTimesAreUnknownTheSourcesOrderDecides() {
    RawRows rows =
        RawRows.labelled("a p TRAIN", "a q VALIDATION", "a r TEST", "a p TEST", "a q TRAIN");
    new Plan().prepare(rows, folder("first"));
    assertThat(folder("first").resolve("first.inter"))
        .hasContent(HEADER + "0\t0\t0\n0\t1\t1\n0\t2\t2\n");
    rows.rows().add(new RawRows.Row("a", "s", 0, InteractionSink.NO_TIME, Part.VALIDATION));
    new Plan().duplicates(Duplicates.LAST).prepare(rows, folder("last"));
    assertThat(folder("last").resolve("last.inter"))
        .hasContent(HEADER + "0\t0\t2\n0\t1\t0\n0\t2\t2\n0\t3\t1\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"xyz", "xzy", "yxz", "yzx", "zxy", "zyx"})
  void unknownTimesAreBeforeAllKnownOnesInAnyOrder(String order) throws IOException {
    Map<Character, RawRows.Row> repeated =
        Map.of(
            'x', new RawRows.Row("a", "p", 0, 20, Part.TRAIN),
            'y', new RawRows.Row("a", "p", 0, 10, Part.VALIDATION),
            'z', new RawRows.Row("a", "p", 0, InteractionSink.NO_TIME, Part.TEST));
    RawRows rows = RawRows.labelled("a q TRAIN", "a r VALIDATION", "a s TEST");
    order.chars().forEach(c -> rows.rows().add(repeated.get((char) c)));
    String others = HEADER + "0\t0\t0\n0\t1\t1\n0\t2\t2\n";
    new Plan().prepare(rows, folder("first"));
    assertThat(folder("first").resolve("first.inter")).hasContent(others + "0\t3\t2\n");
    new Plan().duplicates(Duplicates.LAST).prepare(rows, folder("last"));
    assertThat(folder("last").resolve("last.inter")).hasContent(others + "0\t3\t0\n");
  }

  @Test
  void warnsOfPairsInSeveralPartsOfAGivenSplit() throws IOException {
    RawRows rows =
        RawRows.labelled(
            "a p TRAIN",
            "a p TRAIN",
            "a q TRAIN",
            "b p VALIDATION",
            "b q TRAIN",
            "a q TEST",
            "b q VALIDATION",
            "b r TEST");
    try (WarningRecorder recorder = new WarningRecorder(Preparation.class)) {
      new Plan().prepare(rows, folder("given"));
      assertThat(recorder.warnings())
          .containsExactly(
              "2 interactions repeat one of another part of the given split, for instance user 'a' with item 'q'; only the first of each pair is kept");
    }
    assertThat(folder("given").resolve("given.inter"))
        .hasContent(HEADER + "0\t0\t0\n0\t1\t0\n1\t0\t1\n1\t1\t0\n1\t2\t2\n");
    try (WarningRecorder recorder = new WarningRecorder(Preparation.class)) {
      new Plan().split(SplitRule.RATIO).prepare(rows, folder("new"));
      assertThat(recorder.warnings()).isEmpty();
    }
  }

  @Test
  void aGivenSplitIsKeptUnlessAnotherIsAskedFor() {
    RawRows rows = RawRows.labelled("a p TEST", "a q TRAIN", "b p VALIDATION", "b r TRAIN");
    PreparationReport kept = new Plan().defaultCore().prepare(rows, folder("kept"));
    assertThat(kept.split()).isEqualTo("given");
    assertThat(folder("kept").resolve("kept.inter"))
        .hasContent(HEADER + "0\t0\t2\n0\t1\t0\n1\t0\t1\n1\t2\t0\n");
    assertThatThrownBy(
            () -> new Plan().defaultCore().split(SplitRule.LATTICE).prepare(rows, folder("new")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("nothing is left of 4 interactions");
  }

  @Test
  void tellsWhatEveryStepLeft() {
    PreparationReport report =
        new Plan()
            .minimumRating(4)
            .core(2, 2)
            .split(SplitRule.RATIO)
            .shares(0.2, 0.4, 0.4)
            .prepare(
                RawRows.of(
                        "a p 5", "a q 4", "a r 4", "a p 5", "b p 5", "b q 5", "b r 4", "c p 1",
                        "d r 5", "a s 4")
                    .unlabelled(),
                folder("d"));
    assertThat(report.stages())
        .containsExactly(
            new Stage("read", 10, 4, 4),
            new Stage("rating", 9, 3, 4),
            new Stage("duplicates", 8, 3, 4),
            new Stage("core", 6, 2, 3));
    assertThat(report.train() + report.validation() + report.test()).isEqualTo(6);
  }

  @ParameterizedTest
  @EnumSource(SplitRule.class)
  void theSameAgainGivesTheSameBytes(SplitRule rule) throws IOException {
    RawRows rows = random(16);
    Path first = Files.createDirectory(folder("one")).resolve("d");
    Path second = Files.createDirectory(folder("two")).resolve("d");
    new Plan().core(2, 2).split(rule).prepare(rows.unlabelled(), first);
    new Plan().core(2, 2).split(rule).prepare(rows.unlabelled(), second);
    assertThat(FolderBytes.of(first)).isEqualTo(FolderBytes.of(second));
    assertThat(FolderBytes.names(first))
        .containsExactly("d.inter", "dataset.yaml", "items.jsonl", "items.tsv", "users.tsv");
  }

  private static void refuses(ThrowingCallable call, String... parts) {
    assertThatThrownBy(call)
        .isInstanceOf(InputException.class)
        .message()
        .contains(parts)
        .doesNotContain("\n", "null");
  }

  @Test
  void refusesWhatLeavesNothing() {
    RawRows rows = RawRows.of("a p 2", "b q 3", "c p 1");
    refuses(
        () -> new Plan().prepare(RawRows.of().unlabelled(), folder("d")),
        "there are no interactions in the sources of d");
    refuses(
        () -> new Plan().minimumRating(4).prepare(rows.unlabelled(), folder("d")),
        "none of 3 interactions is rated at least 4.0; lower --min-rating");
    refuses(
        () -> new Plan().core(2, 1).prepare(rows.unlabelled(), folder("d")),
        "nothing is left of 3 interactions when users with fewer than 2 and items with fewer than 1",
        "lower --core");
    refuses(
        () -> new Plan().prepare(rows.unlabelled(), folder("d")),
        "the split lattice leaves nothing for validation of 3 interactions",
        "--split");
    assertThat(FolderBytes.names(parent)).isEmpty();
  }

  @Test
  void refusesWhatItCannotJudge() {
    refuses(
        () ->
            new Plan()
                .minimumRating(1)
                .prepare(RawRows.of("a p 2", "b q").unlabelled(), folder("d")),
        "user 'b' has not rated item 'q'",
        "--min-rating");
    RawRows rows = RawRows.of("a p 2 1", "a q 2 2", "a r 2");
    for (SplitRule rule : List.of(SplitRule.LEAVE_LAST_OUT, SplitRule.GLOBAL_TIME)) {
      refuses(
          () -> new Plan().split(rule).prepare(rows.unlabelled(), folder("d")),
          "--split " + rule + " goes by time, but 1 of 3 interactions have none",
          "lattice or ratio");
    }
    refuses(
        () ->
            new Plan()
                .split(SplitRule.GLOBAL_TIME)
                .prepare(RawRows.of("a p 1 7", "a q 1 7", "b p 1 7").unlabelled(), folder("d")),
        "the split global-time leaves nothing for train of 3 interactions");
    refuses(
        () -> new Plan().prepare(new RawRows().add("a\tb", "p", 1, 1).unlabelled(), folder("d")),
        "user id 'a b' holds a control character");
    refuses(
        () -> new Plan().prepare(new RawRows().add("a", "\ud83d", 1, 1).unlabelled(), folder("d")),
        "item id",
        "unpaired surrogate");
    refuses(
        () -> new Plan().prepare(new RawRows().add("a", " ", 1, 1).unlabelled(), folder("d")),
        "item id ' ' is empty");
  }

  @Test
  void refusesSettingsThatCannotBe() {
    refuses(() -> new Core(0, 1), "a core must be at least 1, was 0 for users and 1 for items");
    refuses(() -> new Shares(0.8, 0.2, 0), "add up to 1", "0.8, 0.2 and 0.0");
    refuses(() -> new Shares(0.8, 0.2, 0.1), "add up to 1");
    refuses(() -> new Shares(Double.NaN, 0.2, 0.1), "add up to 1");
    refuses(
        () -> new Plan().prepare(RawRows.of("a p").unlabelled(), folder("a name")),
        "name 'a name' cannot be used");
  }
}
