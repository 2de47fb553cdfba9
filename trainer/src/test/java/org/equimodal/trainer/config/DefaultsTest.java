package org.equimodal.trainer.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.equimodal.backbones.Backbones;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The files of conf/: complete, and each of them resolves. */
class DefaultsTest {

  @TempDir Path folder;

  @Test
  void everySettingHasADefault() {
    JsonNode defaults = Objects.requireNonNull(Yaml.resource("conf/defaults.yaml"));
    assertThat(missing(Settings.class, "", defaults)).containsExactly("model");
  }

  @TestFactory
  Stream<DynamicTest> everyOptionOfABackboneHasADefault() {
    return Backbones.ids().stream()
        .map(
            id ->
                DynamicTest.dynamicTest(
                    id,
                    () -> {
                      JsonNode file = Yaml.resource("conf/backbones/" + id + ".yaml");
                      assertThat(file).as("conf/backbones/%s.yaml", id).isNotNull();
                      Class<? extends Record> type = Backbones.get(id).settingsType();
                      assertThat(missing(type, "", file.path("model"))).isEmpty();
                      assertThat(resolve("backbone=" + id).backbone()).isEqualTo(id);
                    }));
  }

  @TestFactory
  Stream<DynamicTest> everyPresetResolves() {
    return Stream.of(Preset.values())
        .map(
            preset ->
                DynamicTest.dynamicTest(
                    preset.name(),
                    () ->
                        assertThat(resolve("preset=" + Yaml.nameOf(preset)).preset())
                            .isEqualTo(preset)));
  }

  @TestFactory
  Stream<DynamicTest> everyKnownDatasetResolvesWithEveryBackbone() throws Exception {
    Path conf =
        Path.of(
                Objects.requireNonNull(DefaultsTest.class.getResource("/conf/defaults.yaml"))
                    .toURI())
            .resolveSibling("datasets");
    try (Stream<Path> files = Files.list(conf)) {
      return files.map(file -> file.getFileName().toString().replace(".yaml", "")).toList().stream()
          .flatMap(
              name ->
                  Backbones.ids().stream()
                      .map(
                          id ->
                              DynamicTest.dynamicTest(
                                  name + ", " + id, () -> resolvesAsAFolder(name, id))));
    }
  }

  private void resolvesAsAFolder(String name, String backbone) throws IOException {
    Path dataset = Files.createDirectories(folder.resolve(name));
    Settings settings = resolve("dataset=" + dataset, "backbone=" + backbone);
    assertThat(settings.location().name()).isEqualTo(name);
  }

  private static Settings resolve(String... sets) {
    return Configuration.resolve(
        new Sources(List.of(), List.of(sets), List.of()),
        Backbones.ids(),
        id -> Backbones.get(id).settingsType());
  }

  /** The components of a record, sections included, that a tree lacks. */
  private static List<String> missing(Class<?> type, String path, JsonNode tree) {
    return Stream.of(type.getRecordComponents())
        .flatMap(component -> missing(component, path, tree))
        .toList();
  }

  private static Stream<String> missing(RecordComponent component, String path, JsonNode tree) {
    String key = path + component.getName();
    if (!tree.has(component.getName())) {
      return Stream.of(key);
    }
    return component.getType().isRecord()
        ? missing(component.getType(), key + ".", tree.get(component.getName())).stream()
        : Stream.empty();
  }
}
