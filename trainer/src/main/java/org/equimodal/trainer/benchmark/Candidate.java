package org.equimodal.trainer.benchmark;

import com.fasterxml.jackson.databind.EnumNamingStrategies;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.equimodal.datasets.InputException;
import org.equimodal.trainer.config.Settings;
import org.equimodal.trainer.training.ModelTraining;

/**
 * A backbone to be measured.
 *
 * @param label what it is called in the report
 * @param settings its own, resolved
 */
public record Candidate(String label, Settings settings) {

  private static final JsonMapper MAPPER =
      JsonMapper.builder().enumNamingStrategy(EnumNamingStrategies.KEBAB_CASE).build();

  /**
   * What must be equal for figures to be comparable.
   *
   * @param of the label
   * @param backbone its id
   * @param settings values of its training, CKD, evaluation and model, by section and key
   */
  public record Description(String of, String backbone, SortedMap<String, String> settings) {

    /**
     * Checks that all is there.
     *
     * @throws NullPointerException if something is not
     */
    public Description {
      Objects.requireNonNull(of, "a candidate has no label");
      Objects.requireNonNull(settings, "a candidate has no settings");
    }

    /** The backbone and those of the settings that the other has not, as text. */
    String besides(Description other) {
      return settings.entrySet().stream()
          .filter(own -> !Objects.equals(own.getValue(), other.settings.get(own.getKey())))
          .map(own -> " " + own.getKey() + "=" + own.getValue())
          .collect(Collectors.joining(",", String.valueOf(backbone), ""));
    }
  }

  /**
   * Checks that it can be trained, as a training does.
   *
   * @throws InputException if the optimiser is not for the backbone
   */
  public void check() {
    ModelTraining.checkOptimizer(settings);
  }

  Description description() {
    SortedMap<String, String> values = new TreeMap<>();
    Map<String, Object> sections =
        Map.of(
            "training", settings.training(),
            "ckd", settings.ckd(),
            "evaluation", settings.evaluation(),
            "model", settings.model());
    sections.forEach((name, section) -> flatten(name, MAPPER.valueToTree(section), values));
    return new Description(label, settings.backbone(), values);
  }

  private static void flatten(String key, JsonNode node, Map<String, String> values) {
    if (node.isObject()) {
      node.fields()
          .forEachRemaining(own -> flatten(key + "." + own.getKey(), own.getValue(), values));
    } else {
      values.put(key, node.isValueNode() ? node.asText() : node.toString());
    }
  }

  static List<Description> descriptions(List<Candidate> candidates) {
    return candidates.stream().map(Candidate::description).toList();
  }
}
