package org.equimodal.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.engine.Engine;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.equimodal.datasets.NpyWriter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Exit codes and messages: a fault is one line that says what, where and how to go on. */
class CommandLineTest {

  @TempDir Path folder;

  private static int runWith(PrintStream out, String... arguments) {
    PrintStream former = System.out;
    System.setOut(out);
    try {
      return Main.run(arguments);
    } finally {
      System.setOut(former);
    }
  }

  @Test
  void outputThatIsLostIsAFault() {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int value) throws IOException {
            throw new IOException("no space left");
          }
        };
    assertThat(runWith(new PrintStream(full, true, StandardCharsets.UTF_8), "--version"))
        .isEqualTo(2);
  }

  @Test
  void outputIsUtf8WhateverTheLocale() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Path dataset = new ToyFolder(folder, "d\u00e9").path();
    PrintStream ascii = new PrintStream(out, true, StandardCharsets.US_ASCII);
    assertThat(runWith(ascii, "validate", dataset.toString())).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("d\u00e9: 30 users");
  }

  private Path runs;

  @BeforeEach
  void choosePlaceForRuns() {
    runs = folder.resolve("runs");
  }

  private Invocation invoke(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--data-dir", folder.resolve("data").toString()));
    if (!List.of("evaluate", "benchmark").contains(all.get(0))) {
      all.addAll(List.of("--run-dir", runs.toString()));
    }
    return Invocation.of(all.toArray(new String[0]));
  }

  /** Asserts a fault: exit code 2, one line on standard error, nothing else anywhere. */
  private void assertRefused(Invocation invocation, String... parts) {
    assertThat(invocation.errorLines()).as("standard error").hasSize(1);
    assertThat(invocation.err())
        .startsWith("error: ")
        .contains(parts)
        .doesNotContain("Exception", "\tat ", "null");
    assertThat(invocation.exitCode()).isEqualTo(2);
    assertThat(invocation.out()).isEmpty();
    assertThat(runs).as("folder of runs").doesNotExist();
  }

  private void refuses(String arguments, String... parts) {
    assertRefused(invoke(arguments.split(" ")), parts);
  }

  @Nested
  class Usage {

    @ParameterizedTest
    @ValueSource(
        strings = {
          "--help",
          "-h",
          "train --help",
          "evaluate --help",
          "report --help",
          "recommend --help",
          "similar --help",
          "export --help",
          "benchmark --help",
          "reproduce --help",
          "tune --help",
          "encode --help",
          "encode text --help",
          "encode image --help",
          "validate --help",
          "doctor --help",
          "--version",
          "-V",
          "train --version",
          "evaluate --version"
        })
    void answersQuestions(String arguments) {
      Invocation invocation = Invocation.of(arguments.split(" "));
      assertThat(invocation.exitCode()).isZero();
      assertThat(invocation.out()).isNotBlank();
      assertThat(invocation.err()).isEmpty();
    }

    @Test
    void helpNamesTheCommandsAndExitCodes() {
      assertThat(Invocation.of("--help").out())
          .contains("train", "evaluate", "benchmark", "--version", "130 interrupted")
          .doesNotContain("teacher of a run"); // what only the program itself starts
    }

    @Test
    void oneDeviceInAListIsThatDevice() {
      Invocation invocation =
          invoke("--method", "plain", "--epochs", "1", "--devices", "cpu", "--dataset", "sample");
      assertThat(invocation.exitCode()).as(invocation.err()).isZero();
      assertThat(invocation.run().resolve("config.yaml")).content().contains("device: cpu");
    }

    @Test
    void versionNamesTheProgram() {
      assertThat(Invocation.of("--version").out()).matches("Equimodal \\d\\S* \\(.+\\)\\R");
    }

    @Test
    void trainsWithoutACommand() {
      String[] flags = {
        "--method", "plain", "--epochs", "1", "--dataset", "sample", "--run-dir", runs.toString()
      };
      Invocation bare = Invocation.succeed(flags);
      assertThat(bare.out()).contains("vbpr on sample, plain", "all modalities", "only textual");
      String[] named = new String[flags.length + 1];
      named[0] = "train";
      System.arraycopy(flags, 0, named, 1, flags.length);
      assertThat(RunFiles.metricsWithoutTimes(Invocation.succeed(named).run()))
          .isEqualTo(RunFiles.metricsWithoutTimes(bare.run()));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
        delimiter = '|',
        value = {
          "--fancy | no such option: --fancy | trainer train --help",
          "train --datset 1 | no such option: --datset; did you mean --dataset | trainer train --help",
          "evaluate | RUN is missing; add it | trainer evaluate --help",
          "fly | neither command nor option: fly | trainer --help",
          "trian | neither command nor option: trian; did you mean train | trainer --help",
          "--seed abc | --seed must be a whole number, was 'abc' | trainer train --help",
          "--epochs 1.5 | --epochs must be a whole number, was '1.5' | trainer train --help",
          "--epochs | --epochs needs a value: --epochs N | trainer train --help",
          "--epochs 0 | training.epochs: must be >= 1, was 0 | --epochs",
          "--epochs -3 | training.epochs: must be >= 1, was -3 | --epochs",
          "--backbone gpt | backbone: must be one of vbpr, deepstyle, mmgcn, grcn, egogcn, mgcn, was \"gpt\" | --backbone",
          "--dataset nowhere | dataset: 'nowhere' is no folder | built in (sample is)",
          "--dataset no/where | dataset: there is no folder | no/where",
          "--method magic | method: must be one of plain, ckd, ckd:no-generic, ckd:uniform, | --method",
          "--method ckd:magic | method: must be one of plain, ckd | was \"ckd:magic\"",
          "--method ckd:kl --set ckd.specific=mse | ckd.specific: contradicts method ckd:kl | --set",
          "--preset papper | preset: must be one of paper, release | --preset",
          "--device tpu | device: must be auto, cpu, cuda or cuda:N | --device",
          "--devices tpu,cpu | device: must be auto, cpu, cuda or cuda:N | --devices",
          "--devices cpu,tpu | device: must be auto, cpu, cuda or cuda:N | was \"tpu\"",
          "--devices cpu,cuda:99 | device: cuda:99 was asked for | GPU",
          "--devices | --devices needs a value: --devices D | trainer train --help",
          "--devices cpu,cpu --device cpu | --device and --devices exclude | trainer train --help",
          "--devices cpu,cpu --method gb | --devices: method gb has no teachers | --device",
          "--devices cpu,cpu --method plain | --devices: method plain has no teachers | --device",
          "--devices cpu,cpu --teachers no-run | --devices: --teachers leaves no | --device",
          "evaluate no-run --devices cpu | no such option: --devices | trainer evaluate --help",
          "--set training.lamda2=1 | training.lamda2: unknown key | did you mean lambda2?",
          "--set training.epochs=ten | training.epochs: must be a whole number, was \"ten\" | --set",
          "--set ckd.tau=0 | ckd.tau: must be > 0, was 0 | --set",
          "--set model.dimension=0 | model.dimension: must be >= 1, was 0 | --set",
          "--set seed | --set seed | key=value",
          "--config no.yaml | no.yaml | no such file",
          "evaluate no-run | no-run is not a run | config.yaml",
          "--resume no-run | no-run is not a run | config.yaml",
          "evaluate no-run --epochs 3 | '--epochs' | trainer evaluate --help",
          "--set data.standardize=true | data: the built-in dataset is generated | leave",
          "benchmark --steps 0 | --steps must be at least 1, was 0 | benchmark",
          "benchmark --users 0 | --users | at least 1",
          "benchmark --degree 7 --items 7 | --degree must be below --items | 7 is not below 7",
          "benchmark --widths 4,x | --widths must be a whole number, was 'x' | benchmark",
          "benchmark --widths 4,2000000000 | --widths must be at most 1048576 | benchmark",
          "benchmark --widths 4,0 | --widths must be at least 1, was 0 | benchmark",
          "benchmark --backbone vbpr,gpt | backbone: must be one of vbpr | was \"gpt\"",
          "benchmark --dataset nowhere | dataset: 'nowhere' is no folder | built in (sample is)",
          "benchmark --dataset sample --users 60 | --users describes generated | --dataset",
          "benchmark --degree 6 --dataset sample | --degree describes generated | leave one",
          "benchmark --dataset sample --widths 8 | --widths describes generated | --generated-features",
          "benchmark --all --backbone vbpr | --all measures everything | --backbone chooses",
          "benchmark --all --method plain | --all measures everything | --method chooses",
          "benchmark --method gb | --method must be one of plain, teacher, ckd, was 'gb' | benchmark",
        })
    void refusesBadUsage(String arguments, String first, String second) {
      refuses(arguments, first, second);
    }

    @Test
    void refusesAPlaceWhereRunsCannotBeWritten() throws Exception {
      Files.writeString(runs, "a file");
      Invocation invocation = invoke("--epochs", "1");
      assertThat(invocation.exitCode()).isEqualTo(2);
      assertThat(invocation.errorLines()).hasSize(1);
      assertThat(invocation.err()).contains("error: runDir", runs.toString(), "--run-dir");
    }

    @Test
    void refusesLazyAdamForAGraph() {
      refuses(
          "--backbone mmgcn --set training.optimizer=lazy-adam",
          "training.optimizer: lazy-adam",
          "mmgcn spreads every step over its graph",
          "use adam");
    }

    @Test
    void refusesLazyAdamWhereMovesOfAStepAreLookedAt() {
      refuses(
          "--method ogm --set ogm.apply=update --set training.optimizer=lazy-adam",
          "training.optimizer: lazy-adam",
          "ogm.apply: update",
          "use adam");
      refuses(
          "--method gb --set gb.restrictGradients=true --set training.optimizer=lazy-adam",
          "training.optimizer: lazy-adam",
          "gb.restrictGradients",
          "use adam");
    }

    @Test
    void refusesAGpuThatIsNotThere() {
      int gpus = Engine.getInstance().getGpuCount();
      assumeTrue(gpus == 0, "this machine has a GPU, so asking for one is no fault");
      refuses("--device cuda", "device: cuda", "no GPU is usable", "--device cpu");
      refuses("--device cuda:3", "device: cuda:3", "no GPU is usable");
    }
  }

  @Nested
  class Data {

    private ToyFolder toy;

    @BeforeEach
    void makeDataset() {
      toy = new ToyFolder(folder.resolve("data"), "toy");
    }

    private void refusesToy(String... parts) {
      refuses("--dataset toy", parts);
    }

    private void refusesInteractions(String text, String... parts) {
      toy.interactions(text);
      refusesToy(parts);
    }

    @Test
    void trainsOnSoundData() {
      Invocation invocation = invoke("--dataset", "toy");
      assertThat(invocation.err()).doesNotContain("error", "WARN");
      assertThat(invocation.exitCode()).isZero();
      assertThat(invocation.out()).contains("vbpr on toy", "30 test users", "teacher visual");
    }

    @Test
    void refusesAFolderWithoutInteractions() {
      toy.without("toy.inter");
      refusesToy("dataset toy has no interactions", "expected toy.inter", toy.path().toString());
    }

    @Test
    void refusesInteractionsThatAreEmpty() {
      refusesInteractions("", "toy.inter is empty", "userID, itemID, x_label");
    }

    @Test
    void refusesAHeaderWithoutTheColumns() {
      refusesInteractions(
          "user\titem\tlabel\n0\t0\t0\n", "toy.inter, line 1", "no column userID", "expected");
    }

    @Test
    void refusesInteractionsThatAreCutShort() {
      String whole = "userID\titemID\tx_label\n" + String.join("\n", ToyFolder.lines(0, 30));
      refusesInteractions(
          whole.substring(0, whole.length() - 1), "toy.inter, line 211", "cut short");
      refusesInteractions(
          whole.substring(0, whole.length() - 2), "toy.inter, line 211", "cut short");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
      "-1 2 0, userID '-1' is negative, expected a whole number",
      "1 -2 0, itemID '-2' is negative, expected a whole number",
      "x 2 0, userID 'x' is not a whole number, expected a whole number",
      "1 2.5 0, itemID '2.5' is not a whole number, expected a whole number",
      "99999999999 1 0, userID '99999999999' is too large, expected a whole number",
      "1 2 3, x_label is 3, 'expected 0 (train), 1 (validation) or 2 (test)'",
      "1 20 0, item 20 has no row, textual_feat.npy",
    })
    void refusesLines(String line, String what, String how) {
      List<String> lines = ToyFolder.lines(0, 30);
      lines.add(100, line.replace(' ', '\t'));
      toy.interactions(lines);
      String where = what.startsWith("item 20") ? "20 rows" : "toy.inter, line 102";
      refusesToy(what, how, where);
    }

    @Test
    void refusesDataWithoutTrainingRows() {
      List<String> lines = new ArrayList<>(ToyFolder.lines(0, 30));
      lines.removeIf(line -> line.endsWith("\t0"));
      toy.interactions(lines);
      refusesToy("toy.inter has no training interaction", "label training interactions with 0");
    }

    @Test
    void refusesDataThatLeaveNothingToDraw() {
      List<String> lines = new ArrayList<>();
      for (int item = 0; item < ToyFolder.ITEMS; item++) {
        lines.add("0\t" + item + "\t0");
      }
      lines.add("1\t0\t1");
      toy.interactions(lines);
      refusesToy("nothing to sample");
    }

    @Test
    void refusesDataWithoutValidationItems() {
      List<String> lines = new ArrayList<>(ToyFolder.lines(0, 30));
      lines.removeIf(line -> line.endsWith("\t1"));
      toy.interactions(lines);
      refusesToy("dataset toy has no validation items", "hold some out (x_label 1)");
    }

    @Test
    void refusesFeaturesThatAreNoNpy() {
      toy.feature("visual", "a web page".getBytes(StandardCharsets.UTF_8));
      refusesToy("visual_feat.npy is not a .npy file", "numpy.save");
    }

    @Test
    void refusesPickledObjects() {
      byte[] header =
          NpyWriter.header(1, "{'descr': '|O', 'fortran_order': False, 'shape': (20, 4), }");
      toy.feature("visual", NpyWriter.concatenate(header, new byte[] {(byte) 0x80, 3}));
      refusesToy("visual_feat.npy holds pickled Python objects", "numpy.float32");
    }

    @Test
    void refusesFeaturesThatAreCutShort() {
      byte[] whole = ToyFolder.features(4);
      toy.feature("visual", Arrays.copyOf(whole, whole.length - 4));
      refusesToy("visual_feat.npy is cut short", "needs 320 bytes", "has 316", "copy or write");
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void refusesValuesThatAreNoNumbers(float value) {
      float[] values = ToyFolder.values(20, 4);
      values[7 * 4 + 2] = value;
      toy.feature("visual", NpyWriter.floats(20, 4, values));
      refusesToy("visual_feat.npy, row 7, column 2", String.valueOf(value), "replace it");
    }

    @Test
    void refusesOtherNumbersOfRowsThanItems() {
      for (String modality : List.of("visual", "textual")) {
        toy.feature(modality, NpyWriter.floats(21, 2, ToyFolder.values(21, 2)));
      }
      refusesToy("has 21 rows but the interactions name 20 items", "remove the surplus rows");
    }

    @Test
    void refusesModalitiesWithDifferentNumbersOfRows() {
      toy.feature("visual", NpyWriter.floats(21, 2, ToyFolder.values(21, 2)));
      refusesToy("visual_feat.npy has 21", "textual_feat.npy has 20 rows", "one row per item");
    }

    @Test
    void saysWhichFeaturesAreMissing() {
      Path data = folder.resolve("data");
      new ToyFolder(data, "baby")
          .without("visual_feat.npy")
          .without("textual_feat.npy")
          .without("dataset.yaml");
      refuses(
          "--dataset baby",
          "dataset baby has no features",
          "image_feat.npy and text_feat.npy",
          data.resolve("baby").toString());
    }

    @Test
    void aModalityOfZerosIsAWarning() {
      toy.feature("visual", NpyWriter.floats(20, 4, new float[80]));
      Invocation invocation = invoke("--dataset", "toy", "--epochs", "1");
      assertThat(invocation.exitCode()).isZero();
      assertThat(invocation.errorLines())
          .filteredOn(line -> line.startsWith("WARN"))
          .singleElement()
          .asString()
          .contains("visual_feat.npy", "every feature of modality visual is zero");
    }
  }

  @Nested
  class Runs {

    private Path finished() {
      String elsewhere = folder.resolve("earlier").toString();
      return Invocation.succeed("--method", "plain", "--epochs", "1", "--run-dir", elsewhere).run();
    }

    @Test
    void aFinishedRunCannotBeResumed() {
      Path run = finished();
      refuses("--resume " + run, run.toString(), "has finished", "result.json");
    }

    @Test
    void anUnfinishedRunCannotBeEvaluated() throws Exception {
      Path run = finished();
      Files.delete(run.resolve("result.json"));
      refuses("evaluate " + run, run.toString(), "has not finished", "--resume " + run);
    }

    @Test
    void onlyCkdHasTeachers() {
      Path run = finished();
      for (String method : List.of("plain", "gb", "ogm")) {
        refuses(
            "--method " + method + " --teachers " + run,
            "--teachers",
            "method " + method + " has no teachers");
      }
    }

    @Test
    void aRunGoesOnWithItsOwnConfiguration() throws Exception {
      Path run = finished();
      Files.delete(run.resolve("result.json"));
      refuses("--resume " + run + " --seed 9", "--resume " + run, "its own configuration");
    }

    @Test
    void aRunGoesOnWithItsOwnData() throws Exception {
      Path data = folder.resolve("data");
      ToyFolder toy = new ToyFolder(data, "toy");
      String elsewhere = folder.resolve("earlier").toString();
      Path run =
          Invocation.succeed(
                  "--dataset", "toy", "--data-dir", data.toString(), "--run-dir", elsewhere)
              .run();
      Files.delete(run.resolve("result.json"));
      toy.feature("visual", ToyFolder.features(5));
      refuses("--resume " + run, "--resume " + run, "another split or other features");
    }

    @Test
    void aModelIsWhatItWasTrainedToBe() {
      refuses("evaluate " + finished() + " --set seed=9", "evaluate:", "--data-dir, --device");
    }

    @Test
    void aRunUnderWayKeepsItsTeachers() throws Exception {
      Path run = finished();
      Files.delete(run.resolve("result.json"));
      refuses("--resume " + run + " --teachers " + run, "--resume " + run, "leave --teachers out");
    }

    @Test
    void teachersComeFromRuns() {
      refuses("--teachers " + folder, folder + " is not a run", "config.yaml");
    }

    @Test
    void teachersComeFromRunsThatHaveThem() {
      Path run = finished();
      refuses(
          "--teachers " + run,
          "--teachers " + run,
          "no finished teacher of modality textual",
          "leave --teachers out");
    }

    @Test
    void teachersLearntFromTheSameDataset() {
      new ToyFolder(folder.resolve("data"), "toy");
      new ToyFolder(folder.resolve("data"), "other").feature("visual", ToyFolder.features(5));
      String elsewhere = folder.resolve("earlier").toString();
      String data = folder.resolve("data").toString();
      Path other =
          Invocation.succeed("--dataset", "other", "--data-dir", data, "--run-dir", elsewhere)
              .run();
      refuses(
          "--dataset toy --teachers " + other,
          "--teachers " + other,
          "learnt from another split or other features",
          "leaving --teachers out");
    }
  }

  @Test
  void aDivergedTrainingEndsWithItsOwnCode() throws Exception {
    Invocation invocation =
        invoke("--epochs", "3", "--set", "training.learningRate=1e30", "--dataset", "sample");
    assertThat(invocation.exitCode()).isEqualTo(3);
    List<String> lines = invocation.errorLines();
    assertThat(lines).filteredOn(line -> line.startsWith("error: ")).hasSize(1);
    assertThat(lines.get(lines.size() - 1))
        .contains("training diverged", "epoch 1", "lower training.learningRate");
    assertThat(invocation.err()).doesNotContain("\tat ");
    assertThat(invocation.out()).isEmpty();
    try (var folders = Files.list(runs)) {
      Path run = folders.findFirst().orElseThrow();
      assertThat(run.resolve("log.txt"))
          .content()
          .contains("DivergedException", "\tat org.equimodal.trainer.");
      JsonNode divergence = RunFiles.json(run.resolve("teachers/textual"), "diverged.json");
      assertThat(divergence.get("epoch").asInt()).isEqualTo(1);
      assertThat(lines.get(lines.size() - 1))
          .isEqualTo("error: " + divergence.get("message").asText());
      Invocation evaluated = invoke("evaluate", run.toString());
      assertThat(evaluated.exitCode()).isEqualTo(2);
      assertThat(evaluated.err())
          .contains("its teacher textual diverged in epoch 1", "start a new run")
          .doesNotContain("--resume");
    }
  }
}
