package org.equimodal.backbones;

import ai.djl.Device;
import ai.djl.ndarray.types.DataType;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.EnumNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import org.equimodal.datasets.Dataset;

/** Makes any registered backbone, small, with the settings of its file in {@code conf}. */
final class TestBackbones {

  private static final Path CONFIGURATION = Path.of("..", "conf", "backbones");
  private static final int DIMENSION = 4;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              YAMLFactory.builder()
                  .enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS)
                  .build())
          .enumNamingStrategy(EnumNamingStrategies.KEBAB_CASE)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private TestBackbones() {}

  /** A catalogue on the CPU. */
  static Catalogue catalogue(Dataset dataset, DataType type) {
    return new Catalogue(dataset, Device.cpu(), type);
  }

  /** An initialised backbone in the memory of its catalogue. */
  static Backbone create(String id, Catalogue catalogue, long seed) {
    return create(id, Map.of(), catalogue, seed);
  }

  /** The same with some options changed. */
  static Backbone create(String id, Map<String, Object> changes, Catalogue catalogue, long seed) {
    Backbones.Entry<?> entry = Backbones.get(id);
    ObjectNode options = defaults(entry);
    options.put("dimension", DIMENSION);
    changes.forEach((name, value) -> options.set(name, MAPPER.valueToTree(value)));
    return create(entry, options, catalogue, seed);
  }

  /** An initialised backbone with options of its own. */
  static Backbone create(
      Backbones.Entry<?> entry, ObjectNode options, Catalogue catalogue, long seed) {
    Backbone backbone = entry.create(catalogue, settings(entry, options), new Initializers(seed));
    backbone.initialize(catalogue.manager());
    return backbone;
  }

  /** The options in the backbone's file. */
  static ObjectNode defaults(Backbones.Entry<?> entry) {
    Path file = CONFIGURATION.resolve(entry.id() + ".yaml");
    try {
      return (ObjectNode) MAPPER.readTree(file.toFile()).get("model");
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }

  static Record settings(Backbones.Entry<?> entry, ObjectNode options) {
    try {
      return MAPPER.treeToValue(options, entry.settingsType());
    } catch (IOException e) {
      throw new UncheckedIOException(entry.id(), e);
    }
  }
}
