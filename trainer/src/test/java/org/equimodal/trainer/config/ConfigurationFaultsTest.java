package org.equimodal.trainer.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.equimodal.datasets.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every fault is one line: the key, why, and where it was set. */
class ConfigurationFaultsTest {

  @TempDir Path folder;

  private Resolution given() {
    return new Resolution(folder);
  }

  private static void refuses(Resolution resolution, String message) {
    InputException fault = catchThrowableOfType(InputException.class, resolution::resolve);
    assertThat(fault).isNotNull().hasMessage(message);
    assertThat(fault.getMessage()).doesNotContain("\n");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "training.lambda2=-1 | training.lambda2: must be >= 0, was -1",
        "training.learningRate=0 | training.learningRate: must be > 0, was 0",
        "training.batchSize=0 | training.batchSize: must be >= 1, was 0",
        "ckd.tau=-1 | ckd.tau: must be > 0, was -1",
        "ckd={tau: -0.5} | ckd.tau: must be > 0, was -0.5",
        "evaluation.cutoffs=[20, 10] | evaluation.cutoffs: must be whole numbers >= 1, ascending, each once, was [20,10]",
        "evaluation.cutoffs=[10, null] | evaluation.cutoffs: must be whole numbers >= 1, ascending, each once, was [10,null]",
        "evaluation.cutoffs=[10] | evaluation.cutoffs: must contain 20 for early stopping, was [10]",
        "evaluation.cutoffs=20 | evaluation.cutoffs: must be a list, was 20",
        "evaluation.cutoffs=[10, 20.5] | evaluation.cutoffs[1]: must be a whole number, was 20.5",
        "training.epochs=ten | training.epochs: must be a whole number, was \"ten\"",
        "training.epochs=\"1\" | training.epochs: must be a whole number, was \"1\"",
        "training.epochs=1.5 | training.epochs: must be a whole number, was 1.5",
        "training.epochs=[1] | training.epochs: must be a whole number, was [1]",
        "training.epochs={a: 1} | training.epochs: must be a whole number, was {\"a\":1}",
        "training.epochs=99999999999 | training.epochs: must be a number its type can hold, was 99999999999",
        "training.epochs= | training.epochs: must not be null; leave the key out for its default",
        "training.learningRate=fast | training.learningRate: must be a number, was \"fast\"",
        "data.standardize=yes | data.standardize: must be true or false, was \"yes\"",
        "data.standardize=1 | data.standardize: must be true or false, was 1",
        "runDir=12 | runDir: must be text (quote it if it looks like something else), was 12",
        "runDir='' | runDir: must not be empty",
        "device=gpu | device: must be auto, cpu, cuda or cuda:N (N a number), was \"gpu\"",
        "method=magic | method: must be one of plain, ckd, ckd:no-generic, ckd:uniform, ckd:kl, ckd:mse, gb, gb:online, ogm, ogm:ge, was \"magic\"",
        "method=ckd:kk | method: must be one of plain, ckd, ckd:no-generic, ckd:uniform, ckd:kl, ckd:mse, gb, gb:online, ogm, ogm:ge, was \"ckd:kk\"",
        "method=plain:kl | method: must be one of plain, ckd, ckd:no-generic, ckd:uniform, ckd:kl, ckd:mse, gb, gb:online, ogm, ogm:ge, was \"plain:kl\"",
        "method='ckd:' | method: must be one of plain, ckd, ckd:no-generic, ckd:uniform, ckd:kl, ckd:mse, gb, gb:online, ogm, ogm:ge, was \"ckd:\"",
        "method=CKD | method: must be one of plain, ckd, ckd:no-generic, ckd:uniform, ckd:kl, ckd:mse, gb, gb:online, ogm, ogm:ge, was \"CKD\"",
        "method=1 | method: must be one of plain, ckd, ckd:no-generic, ckd:uniform, ckd:kl, ckd:mse, gb, gb:online, ogm, ogm:ge, was 1",
        "gb.epochs=0 | gb.epochs: must be >= 1, was 0",
        "gb.superEpoch=0 | gb.superEpoch: must be >= 1, was 0",
        "gb.schedule=never | gb.schedule: must be one of offline, online, was \"never\"",
        "ogm.alpha=-1 | ogm.alpha: must be >= 0, was -1",
        "ogm.firstEpoch=-1 | ogm.firstEpoch: must be >= 0, was -1",
        "ogm={firstEpoch: 5, lastEpoch: 4} | ogm.lastEpoch: must be >= firstEpoch (5), was 4",
        "ogm.apply=both | ogm.apply: must be one of gradient, update, was \"both\"",
        "preset=paperr | preset: must be one of paper, release, was \"paperr\"",
        "ckd.weights=perTriple | ckd.weights: must be one of batch, per-triple, uniform, was \"perTriple\"",
        "ckd.weights=1 | ckd.weights: must be one of batch, per-triple, uniform, was 1",
        "ckd.generic=false | ckd.generic: must be one of logits, clamped-log, off, was false",
        "backbone=gpt | backbone: must be one of vbpr, toy, was \"gpt\"",
        "backbone= | backbone: must not be null; leave the key out for its default",
        "training.lamda2=1 | training.lamda2: unknown key, did you mean lambda2?",
        "training.batch_size=1 | training.batch_size: unknown key, did you mean batchSize?",
        "trainning.epochs=1 | trainning: unknown key, did you mean training?",
        "epochs=1 | epochs: unknown key, did you mean training.epochs?",
        "training.zzz=1 | training.zzz: unknown key, known here: batchSize, optimizer, learningRate, lambda2, epochs, evaluateEvery, patience, sampler, matmul",
        "training..epochs=1 | training.: unknown key, known here: batchSize, optimizer, learningRate, lambda2, epochs, evaluateEvery, patience, sampler, matmul",
        "training=5 | training: must be a section of keys, was 5",
        "training= | training: must be a section of keys, was null",
        "training.epochs.late=5 | training.epochs: is a value, it has no keys",
        "data.modalities=[visual] | data.modalities: must be a section of keys, was [\"visual\"]",
        "data.modalities.visual=1 | data.modalities.visual: must be a section of keys, was 1",
        "data.modalities.visual.fil=x.npy | data.modalities.visual.fil: unknown key, did you mean file?",
        "data.modalities.visual.standardize=1 | data.modalities.visual.standardize: must be true or false, was 1",
        "model.dimension=0 | model.dimension: must be >= 1, was 0",
        "model.dimension=x | model.dimension: must be a whole number, was \"x\"",
        "model.dimensions=8 | model.dimensions: unknown key, did you mean dimension?",
        "model=8 | model: must be a section of keys, was 8",
      })
  void refusesValues(String set, String message) {
    refuses(given().set(set), message + " (set by --set)");
  }

  @Test
  void namesTheFileThatSetIt() {
    Resolution resolution = given().config("own.yaml", "training:\n  lambda2: -1\n");
    refuses(
        resolution,
        "training.lambda2: must be >= 0, was -1 (set by " + folder.resolve("own.yaml") + ")");
  }

  @Test
  void namesTheDatasetFileThatSetIt() {
    Resolution resolution = given().datasetFile("own", "trainin: {epochs: 1}").set("dataset=own");
    refuses(
        resolution,
        "trainin: unknown key, did you mean training? (set by "
            + folder.resolve("data/own/dataset.yaml")
            + ")");
  }

  @Test
  void namesTheFlagThatSetIt() {
    refuses(
        given().set("training.epochs=5").flag("--epochs", "training.epochs", 0),
        "training.epochs: must be >= 1, was 0 (set by --epochs)");
    refuses(
        given().flag("--method", "method", "magic"),
        "method: must be one of plain, ckd, ckd:no-generic, ckd:uniform, ckd:kl, ckd:mse, gb, gb:online, ogm, ogm:ge, was \"magic\" (set by --method)");
  }

  @Test
  void refusesChoicesInTheFilesTheyChoose() {
    Resolution resolution = given().datasetFile("own", "preset: release").set("dataset=own");
    refuses(
        resolution,
        "preset: decides which files are read and cannot be set in one of them;"
            + " use --config or --preset (set by "
            + folder.resolve("data/own/dataset.yaml")
            + ")");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "5 | backbones: must be a section of keys, was 5 | ``",
        "null | backbones: must be a section of keys, was null | ``",
        "{gpt: {}} | backbones.gpt: is no backbone, must be one of vbpr, toy | ``",
        "{toy: 5} | backbones.toy: must be a section of keys, was 5 | ``",
        "{vbpr: null} | backbones.vbpr: must be a section of keys, was null | ``",
        "{toy: {preset: release}} | preset: decides which files are read and cannot be set in one of them; use --config or --preset | , backbones.toy",
        "{vbpr: {backbone: toy}} | backbone: decides which files are read and cannot be set in one of them; use --config or --backbone | , backbones.vbpr",
        "{vbpr: {dataset: x}} | dataset: decides which files are read and cannot be set in one of them; use --config or --dataset | , backbones.vbpr",
        "{vbpr: {dataDir: x}} | dataDir: decides which files are read and cannot be set in one of them; use --config or --data-dir | , backbones.vbpr",
        "{vbpr: {training: {lamda2: 1}}} | training.lamda2: unknown key, did you mean lambda2? | , backbones.vbpr",
        "{vbpr: {model: {mixing: element-wise}}} | model.mixing: unknown key, known here: dimension | , backbones.vbpr",
        "{vbpr: {backbones: {}}} | backbones: unknown key, did you mean backbone? | , backbones.vbpr",
        "{vbpr: {training: 5}} | training: must be a section of keys, was 5 | , backbones.vbpr",
        "{vbpr: {training: {epochs: ten}}} | training.epochs: must be a whole number, was \"ten\" | , backbones.vbpr",
        "{vbpr: {model: {dimension: 0}}} | model.dimension: must be >= 1, was 0 | , backbones.vbpr",
      })
  void refusesSectionsForBackbones(String sections, String message, String section) {
    refuses(
        given().datasetFile("own", "backbones: " + sections).set("dataset=own"),
        "%s (set by %s%s)".formatted(message, folder.resolve("data/own/dataset.yaml"), section));
  }

  @Test
  void refusesSectionsForBackbonesOutsideDatasetFiles() {
    String message = "backbones: unknown key, did you mean backbone? (set by %s)";
    refuses(
        given().config("own.yaml", "backbones: {vbpr: {}}"),
        message.formatted(folder.resolve("own.yaml")));
    refuses(given().set("backbones={vbpr: {}}"), message.formatted("--set"));
    refuses(given().set("backbones.vbpr.training.epochs=5"), message.formatted("--set"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"training.epochs", "=5", ""})
  void refusesSetsOfAnotherForm(String set) {
    refuses(
        given().set(set), "--set " + set + ": must have the form key=value, for instance seed=7");
  }

  @Test
  void refusesMalformedSetValues() {
    refuses(
        given().set("evaluation.cutoffs=[1, 20"),
        "--set evaluation.cutoffs: malformed YAML at line 1, column 7:"
            + " expected ',' or ']', but got <stream end>");
    refuses(
        given().set("training.lambda2=.nan"),
        "--set training.lambda2: malformed YAML at line 1, column 5: Malformed numeric value '.nan'");
  }

  @Test
  void refusesBottomlessNesting() {
    assertThatThrownBy(given().set("data.modalities=" + "[".repeat(5000))::resolve)
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("--set data.modalities: malformed YAML");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "seed: 1\\ntraining: a: b | malformed YAML at line 2, column 12: mapping values are not allowed here",
        "seed: 1\\nseed: 2 | malformed YAML at line 2, column 5: Duplicate field 'seed'",
        "training:\\n  epochs: 1\\n  epochs: 2 | malformed YAML at line 3, column 9: Duplicate field 'epochs'",
        "seed: 1\\n---\\nseed: 2 | malformed YAML at line 3, column 1: a second document, only one is allowed",
        "- seed | must hold settings, key: value, at its top, was [\"seed\"]",
        "seed | must hold settings, key: value, at its top, was \"seed\"",
        "runDir: &a x\\ndataDir: *a | line 2 holds an alias, which is not supported; write the value out",
      })
  void refusesMalformedFiles(String yaml, String message) {
    refuses(
        given().config("own.yaml", yaml.replace("\\n", "\n")),
        folder.resolve("own.yaml") + ": " + message);
  }

  @Test
  void refusesUnreadableFiles() throws Exception {
    Path missing = folder.resolve("missing.yaml");
    refuses(given().config(missing), missing + ": there is no such file");
    assertThatThrownBy(given().config(folder)::resolve)
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(folder + ": cannot be read: ");
    Path latin = folder.resolve("latin.yaml");
    Files.write(latin, "runDir: é".getBytes(StandardCharsets.ISO_8859_1));
    refuses(given().config(latin), latin + ": is not UTF-8 text");
  }

  @Test
  void refusesDatasetsThatAreNowhere() {
    refuses(
        given().set("dataset=nowhere"),
        "dataset: 'nowhere' is no folder, nor is "
            + folder.resolve("data/nowhere")
            + ", nor is it built in (sample is)");
  }

  @Test
  void keepsLongValuesShort() {
    assertThatThrownBy(given().set("training.epochs=" + "x".repeat(500))::resolve)
        .isInstanceOf(InputException.class)
        .message()
        .hasSizeLessThan(200);
  }

  @Test
  void bindingAloneNamesThePathButNoOrigin() {
    assertThatThrownBy(
            () ->
                Configuration.bind(
                    Yaml.section().put("dimension", -1), Resolution.Model.class, "model"))
        .isInstanceOf(InputException.class)
        .hasMessage("model.dimension: must be >= 1, was -1");
    assertThatThrownBy(() -> Configuration.bind(Yaml.section(), Resolution.Model.class, "model"))
        .isInstanceOf(InputException.class)
        .hasMessage("model.dimension: must be a whole number, was not given");
  }
}
