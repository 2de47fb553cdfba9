package org.equimodal.trainer.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.equimodal.datasets.InputException;
import org.equimodal.distillation.BlendingSettings.Schedule;
import org.equimodal.distillation.DistillationSettings.Generic;
import org.equimodal.distillation.DistillationSettings.Specific;
import org.equimodal.distillation.DistillationSettings.Weights;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Names of methods become settings, and settings become names. */
class MethodVariantsTest {

  @TempDir Path folder;

  private Resolution given() {
    return new Resolution(folder);
  }

  private static void refuses(Resolution resolution, String... parts) {
    assertThatThrownBy(resolution::resolve)
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll(parts);
  }

  static List<String> names() {
    return MethodVariants.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyNameIsFoundAgain(String name) {
    Settings named = given().set("method=" + name).resolve();
    assertThat(named.methodName()).isEqualTo(name);
    assertThat(given().flag("--method", "method", name).resolve()).isEqualTo(named);
    assertThat(given().config("own.yaml", "method: " + name).resolve()).isEqualTo(named);
    Path stored = given().write("stored.yaml", named.toYaml());
    assertThat(named.toYaml()).contains("\nmethod: " + name.split(":")[0] + "\n");
    assertThat(Configuration.read(stored, id -> Resolution.Model.class)).isEqualTo(named);
    assertThat(
            Configuration.read(
                    given().write("n.yaml", "backbone: vbpr\nmethod: " + name),
                    id -> Resolution.Model.class)
                .methodName())
        .isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource({
    "ckd:no-generic, ckd.generic=off",
    "ckd:uniform, ckd.weights=uniform",
    "ckd:kl, ckd.specific=kl",
    "ckd:mse, ckd.specific=mse",
    "gb:online, gb.schedule=online",
    "ogm:ge, ogm.enhancement=true",
    "ckd:no-generic+kl, 'ckd={generic: off, specific: kl}'"
  })
  void aNameIsShortForASetting(String name, String set) {
    Settings named = given().set("method=" + name).resolve();
    Settings spelled = given().set("method=" + name.split(":")[0]).set(set).resolve();
    assertThat(named).isEqualTo(spelled);
    assertThat(spelled.methodName()).isEqualTo(name);
  }

  @Test
  void changesOnlyWhatItSays() {
    Settings changed = given().set("preset=release").set("method=ckd:no-generic").resolve();
    assertThat(changed.ckd().generic()).isEqualTo(Generic.OFF);
    assertThat(changed.ckd().weights()).as("of the preset").isEqualTo(Weights.PER_TRIPLE);
    assertThat(changed.ckd().specific()).isEqualTo(Specific.HINGE);
  }

  @Test
  void aSettingOfAnotherMethodIsNoPartOfTheName() {
    Settings plain = given().set("method=plain").set("ckd.specific=kl").resolve();
    assertThat(plain.methodName()).isEqualTo("plain");
  }

  @Test
  void winsOverWeakerLayers() {
    String stored = given().resolve().toYaml();
    assertThat(stored).contains("specific: hinge");
    assertThat(
            given().config("stored.yaml", stored).set("method=ckd:kl").resolve().ckd().specific())
        .isEqualTo(Specific.KL);
    Resolution files = given().config("weak.yaml", "ckd: {specific: mse}");
    assertThat(files.config("strong.yaml", "method: ckd:kl").resolve().ckd().specific())
        .isEqualTo(Specific.KL);
    Resolution ofDataset =
        given().datasetFile("own", "ckd: {specific: mse}\nmethod: ckd:kl").set("dataset=own");
    assertThat(ofDataset.resolve().methodName()).isEqualTo("ckd:kl");
    Resolution preset = given().config("own.yaml", "method: ckd:uniform");
    assertThat(preset.flag("--preset", "preset", "release").resolve().ckd().weights())
        .as("a preset is what a variant changes, wherever it is named")
        .isEqualTo(Weights.UNIFORM);
  }

  @Test
  void leavesNothingBehindWhereAnotherMethodIsNamedLater() {
    Resolution resolution = given().config("own.yaml", "method: gb:online");
    Settings settings = resolution.set("method=ckd").resolve();
    assertThat(settings.methodName()).isEqualTo("ckd");
    assertThat(settings.gb().schedule()).isEqualTo(Schedule.OFFLINE);
    Settings other = given().config("kl.yaml", "method: ckd:kl").set("method=ckd:mse").resolve();
    assertThat(other.methodName()).isEqualTo("ckd:mse");
  }

  @Test
  void refusesToBeContradicted() {
    refuses(
        given().set("ckd.specific=mse").flag("--method", "method", "ckd:kl"),
        "ckd.specific: contradicts method ckd:kl, which says kl; leave one of them out, was \"mse\"",
        "(set by --set)");
    refuses(
        given().config("own.yaml", "method: ckd:no-generic\nckd: {generic: clamped-log}"),
        "ckd.generic: contradicts method ckd:no-generic, which says off",
        "own.yaml");
    refuses(
        given().config("own.yaml", "method: gb:online").set("gb.schedule=offline"),
        "gb.schedule: contradicts method gb:online");
    refuses(given().set("method=ckd:kl+mse"), "ckd.specific: contradicts method ckd:kl+mse");
    refuses(
        given().flag("--method", "method", "ckd:kl").flag("space.yaml", "ckd.specific", "mse"),
        "ckd.specific: contradicts method ckd:kl",
        "(set by space.yaml)");
    assertThat(given().set("ckd.specific=kl").set("method=ckd:kl").resolve().methodName())
        .as("saying it twice is no contradiction")
        .isEqualTo("ckd:kl");
  }
}
