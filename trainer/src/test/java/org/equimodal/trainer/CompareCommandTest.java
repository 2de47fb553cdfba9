package org.equimodal.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.equimodal.trainer.comparison.HandmadeRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Comparisons of runs, most of them made by hand. */
class CompareCommandTest {

  /** Student's sleep data: t = -4.0621, df = 9, p = 0.002833. */
  private static final double[] DRUG_1 = {0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0};

  private static final double[] DRUG_2 = {1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4};

  @TempDir Path folder;

  private HandmadeRun run(String name, String... sets) {
    return new HandmadeRun(folder.resolve(name), sets);
  }

  private Path plain() {
    return run("plain", "method=plain", "seed=1").recall(DRUG_1).path();
  }

  private Path ckd() {
    return run("ckd", "seed=1").recall(DRUG_2).path();
  }

  private static Invocation compare(Object... arguments) {
    List<String> all = new ArrayList<>(List.of("compare", "--metrics", "recall@20"));
    for (Object argument : arguments) {
      all.add(argument.toString());
    }
    return Invocation.of(all.toArray(new String[0]));
  }

  private static JsonNode json(Object... arguments) throws Exception {
    Object[] all = new Object[arguments.length + 2];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    all[arguments.length] = "--format";
    all[arguments.length + 1] = "json";
    Invocation invocation = compare(all);
    assertThat(invocation.exitCode()).as(invocation.err()).isZero();
    return new ObjectMapper().readTree(invocation.out());
  }

  private static void assertRefused(Invocation invocation, Object... parts) {
    assertThat(invocation.exitCode()).isEqualTo(2);
    assertThat(invocation.out()).isEmpty();
    assertThat(invocation.errorLines()).singleElement().asString().startsWith("error: ");
    for (Object part : parts) {
      assertThat(invocation.err()).contains(part.toString());
    }
  }

  @Test
  void comparesWithTheFirst() {
    Path plain = plain();
    Path ckd = ckd();
    Invocation invocation = compare(plain, ckd);
    assertThat(invocation.exitCode()).as(invocation.err()).isZero();
    List<String> lines = invocation.out().lines().toList();
    assertThat(lines.get(0)).isEqualTo("Test metrics of 10 users, compared user by user");
    assertThat(lines.get(3).strip().split(" {2,}", -1))
        .startsWith(
            "vbpr plain s1", "vbpr ckd s1", "recall@20", "0.7500", "2.3300", "+210.7", "0.0028")
        .hasSize(12)
        .contains("0.0068", "+1.285");
    assertThat(invocation.out())
        .contains(
            "vbpr plain s1: " + plain + "\n", "vbpr ckd s1: " + ckd + "\n", "over the 1 tests");
  }

  @Test
  void theBaselineCanBeNamed() throws Exception {
    Path plain = plain();
    Path ckd = ckd();
    Path other = run("other", "seed=2").recall(DRUG_1).path();
    JsonNode named = json(plain, ckd, "--baseline", ckd);
    assertThat(named.at("/comparisons")).hasSize(1);
    assertThat(named.at("/comparisons/0/baseline").asText()).isEqualTo("vbpr ckd s1");
    assertThat(named.at("/comparisons/0/figures/tTestP").asDouble())
        .isCloseTo(0.002833, within(5e-7));
    JsonNode added = json(plain, ckd, "--baseline", other);
    assertThat(added.at("/comparisons").findValuesAsText("baseline"))
        .containsExactly("vbpr ckd s2", "vbpr ckd s2");
  }

  @Test
  void everyoneCanBeComparedWithEveryone() throws Exception {
    JsonNode all =
        json(plain(), ckd(), run("third", "seed=3").recall(DRUG_1).path(), "--all-pairs");
    assertThat(all.at("/comparisons").findValuesAsText("other"))
        .containsExactly("vbpr ckd s1", "vbpr ckd s3", "vbpr ckd s3");
    for (JsonNode one : all.at("/comparisons")) {
      boolean same =
          one.get("baseline").asText().equals("vbpr plain s1")
              && one.get("other").asText().equals("vbpr ckd s3");
      double expected = same ? 1 : 3 * one.at("/figures/tTestP").asDouble();
      assertThat(one.get("tTestHolm").asDouble())
          .as("two of three are small and equal")
          .isCloseTo(expected, within(1e-9));
    }
  }

  @Test
  void seedsCanBeAveraged() throws Exception {
    Path ckd1 = run("ckd1", "seed=1").recall(0.5, 0.25, 0).path();
    Path ckd2 = run("ckd2", "seed=2", "runDir=elsewhere").recall(1, 0.25, 0.5).path();
    Path plain1 = run("plain1", "method=plain", "seed=1").recall(0, 0.5, 0.25).path();
    Path plain2 = run("plain2", "method=plain", "seed=2").recall(0.5, 0.5, 0.25).path();
    JsonNode report = json(plain1, ckd1, plain2, ckd2, "--average-seeds");
    assertThat(report.at("/contenders")).hasSize(2);
    assertThat(report.at("/contenders/1/label").asText()).isEqualTo("vbpr ckd, 2 seeds");
    assertThat(report.at("/contenders/1/runs")).hasSize(2);
    assertThat(report.at("/comparisons/0/figures"))
        .isEqualTo(
            json(
                    run("means", "method=plain").recall(0.25, 0.5, 0.25).path(),
                    run("others").recall(0.75, 0.25, 0.25).path())
                .at("/comparisons/0/figures"));
    assertRefused(compare(ckd1, ckd2, "--average-seeds"), "--average-seeds", "another");
  }

  @Test
  void writesEveryForm() throws Exception {
    Path plain = plain();
    Path ckd = ckd();
    assertThat(compare(plain, ckd, "--format", "markdown").out())
        .contains("| recall@20 | 0.7500 |");
    Path out = folder.resolve("table.tex");
    Invocation written = compare(plain, ckd, "--format", "latex", "--out", out);
    assertThat(written.exitCode()).as(written.err()).isZero();
    assertThat(written.out()).isEmpty();
    assertThat(Files.readString(out)).contains("\\toprule", "recall@20 & 0.7500 & 2.3300");
    assertRefused(
        compare(plain, ckd, "--out", folder.resolve("nowhere/table.tex")), "--out", "nowhere");
  }

  @Test
  void refusesOtherItems() {
    Path plain = plain();
    Path other = run("other").onDataset("others", "another").recall(DRUG_2).path();
    assertRefused(compare(plain, other), plain, other, "not tested on the same items");
    Path older = run("older").onDataset("others", null).recall(DRUG_2).path();
    assertRefused(compare(older, plain), "not tested on the same items");
    Path features = run("features").onDataset("others", "split").recall(DRUG_2).path();
    assertThat(compare(plain, features).exitCode()).isZero();
    Path masked = run("masked", "evaluation.maskValidationAtTest=true").recall(DRUG_2).path();
    assertRefused(compare(plain, masked), masked, "maskValidationAtTest");
    Path fewer = run("fewer").recall(0.5, 0.5).path();
    assertRefused(compare(plain, fewer), fewer, "different users", "10 and 2");
  }

  @Test
  void refusesADatasetWithoutTestItems() {
    Path plain = run("plain", "method=plain").recall().path();
    assertRefused(
        compare(plain, run("ckd").recall().path()), "compare: no user of sample has test items");
  }

  @Test
  void refusesWhatCannotBeCompared() throws Exception {
    Path plain = plain();
    assertRefused(compare(plain), "at least two");
    assertRefused(compare(plain, plain), plain, "named twice");
    assertRefused(compare(plain, folder), folder, "is not a run");
    assertRefused(compare(plain, ckd(), "--all-pairs", "--baseline", plain), "--all-pairs");
    assertRefused(
        compare(plain, ckd(), "--metrics", "recall@5"), plain, "recall@5", "only recall@20");
    Path going = run("going").path();
    Files.delete(going.resolve("result.json"));
    assertRefused(compare(plain, going), going, "has not finished", "--resume");
  }

  @ParameterizedTest
  @CsvSource({
    "'', is empty",
    "user\\trecall@20\\n0\\t1\\n, 'line 1: expected the headings userID'",
    "userID\\n0\\n, 'line 1: expected the headings userID'",
    "userID\\ta\\ta\\n, 'line 1: expected the headings userID'",
    "userID\\trecall@20\\n0\\t1\\n1\\n, 'line 3: 1 columns, but 2 headings'",
    "userID\\trecall@20\\n0\\t1\\t2\\n, 'line 2: 3 columns, but 2 headings'",
    "userID\\trecall@20\\n0\\t1\\n0\\t1\\n, 'line 3: user 0 is listed a second time'",
    "userID\\trecall@20\\n-1\\t1\\n, 'line 2: userID ''-1'''",
    "userID\\trecall@20\\n99999999999\\t1\\n, 'line 2: userID ''99999999999'''",
    "userID\\trecall@20\\n0\\tmuch\\n, 'line 2: recall@20 ''much'''",
    "userID\\trecall@20\\n0\\tNaN\\n, 'line 2: recall@20 ''NaN'''",
  })
  void namesTheLineThatIsDamaged(String text, String fault) {
    Path damaged = run("damaged").perUser(text.replace("\\t", "\t").replace("\\n", "\n")).path();
    assertRefused(compare(plain(), damaged), damaged.resolve("per-user.tsv"), fault);
  }

  @Test
  void namesTheFileThatIsMissing() {
    Path missing = run("missing").path();
    assertRefused(compare(plain(), missing), missing.resolve("per-user.tsv"), "no such file");
  }

  /** Real ones, and the teachers in them. */
  @Test
  void comparesTrainedRunsAndTheirTeachers() {
    Path toy = new ToyFolder(folder, "toy").path();
    Path trained = Invocation.succeed("--dataset", "" + toy, "--run-dir", "" + folder).run();
    Invocation compared =
        Invocation.succeed("compare", "" + trained, "" + trained.resolve("teachers/textual"));
    assertThat(compared.out().lines().filter(line -> line.startsWith("vbpr ckd s123  ")))
        .hasSize(3)
        .allMatch(line -> line.contains("  vbpr teacher textual s123  "));
    assertThat(compared.out()).contains(" recall@20 ", " ndcg@20 ", " precision@20 ");
  }
}
