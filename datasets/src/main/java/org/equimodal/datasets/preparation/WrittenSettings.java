package org.equimodal.datasets.preparation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The settings that a preparation writes beside its record: how the folder is read, whatever is
 * packed in for a dataset of its name, and which modalities are standardised.
 *
 * @param standardize whether it is, by modality
 */
record WrittenSettings(Map<String, Boolean> standardize) {
  private static final String DATA = "data";

  static WrittenSettings of(List<PreparationReport.Features> features) {
    Map<String, Boolean> standardize = new LinkedHashMap<>();
    features.forEach(matrix -> standardize.put(matrix.modality(), matrix.standardize()));
    return new WrittenSettings(standardize);
  }

  /** Those of a folder whose record has these features. */
  static WrittenSettings of(JsonNode features) {
    Map<String, Boolean> standardize = new LinkedHashMap<>();
    features.forEach(
        matrix ->
            standardize.put(
                matrix.path("modality").asText(), matrix.path("standardize").asBoolean()));
    return new WrittenSettings(standardize);
  }

  /** As they stand in the file, on lines of their own. */
  String text() {
    boolean listed = standardize.containsValue(true);
    return """
        # %s Further settings may stand beside this one.
        %s: {modalities: {%s}, categories: null}
        """
        .formatted(
            listed
                ? "The modalities are those listed here."
                : "Every <modality>_feat.npy in this folder is a modality.",
            DATA,
            listed ? modalities() : "");
  }

  private String modalities() {
    return standardize.entrySet().stream()
        .map(modality -> "%s: {standardize: %s}".formatted(modality.getKey(), modality.getValue()))
        .collect(Collectors.joining(", "));
  }

  /** Whether a setting says no more than these do, or less, as those of earlier versions. */
  boolean cover(String key, JsonNode setting, ObjectMapper yaml) {
    try {
      JsonNode data = yaml.readTree(text()).get(DATA);
      return key.equals(DATA)
          && setting.isObject()
          && setting.properties().stream()
              .allMatch(entry -> entry.getValue().equals(data.get(entry.getKey())));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what is written can be read", e);
    }
  }
}
