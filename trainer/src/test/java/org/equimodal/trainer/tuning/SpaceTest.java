package org.equimodal.trainer.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.equimodal.datasets.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpaceTest {

  private static Space space(String json) {
    try {
      Map<String, JsonNode> tree = new LinkedHashMap<>();
      new ObjectMapper()
          .readTree(json)
          .properties()
          .forEach(entry -> tree.put(entry.getKey(), entry.getValue()));
      return new Space("space.yaml", tree);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  @Test
  void aGridIsEveryCombination() {
    assertThat(space("{\"ckd.a\": [1, 2], \"ckd.b\": [3, 4]}").grid())
        .extracting(Point::text)
        .containsExactly(
            "ckd.a=1, ckd.b=3", "ckd.a=1, ckd.b=4", "ckd.a=2, ckd.b=3", "ckd.a=2, ckd.b=4");
  }

  @Test
  void randomPointsDependOnTheSeedAlone() {
    Space space =
        space("{\"ckd.a\": {\"min\": 1e-4, \"max\": 1e-1, \"log\": true}, \"ckd.b\": [1, 2]}");
    List<Point> ten = space.random(10, 7);
    assertThat(ten).hasSize(10).doesNotHaveDuplicates().isEqualTo(space.random(10, 7));
    assertThat(space.random(20, 7)).startsWith(ten.toArray(Point[]::new));
    assertThat(space.random(10, 8)).isNotEqualTo(ten);
    assertThat(space.random(200, 1))
        .allMatch(point -> point.values().get("ckd.a").asDouble() >= 1e-4)
        .allMatch(point -> point.values().get("ckd.a").asDouble() <= 1e-1);
    long small =
        space.random(200, 1).stream()
            .filter(point -> point.values().get("ckd.a").asDouble() < 1e-2)
            .count();
    assertThat(small).as("two thirds in the logarithm").isBetween(110L, 155L);
  }

  @Test
  void wholeBoundsGiveWholeNumbersAndAllOfThemIfAskedForMore() {
    assertThat(space("{\"ckd.a\": {\"min\": 1, \"max\": 3}}").random(9, 1))
        .extracting(Point::text)
        .containsExactlyInAnyOrder("ckd.a=1", "ckd.a=2", "ckd.a=3");
  }

  @Test
  void wholeBoundsGiveWholeNumbersInTheLogarithmToo() {
    List<JsonNode> drawn =
        space("{\"training.batchSize\": {\"min\": 256, \"max\": 4096, \"log\": true}}")
            .random(200, 1)
            .stream()
            .map(point -> point.values().get("training.batchSize"))
            .toList();
    assertThat(drawn)
        .allMatch(JsonNode::isIntegralNumber)
        .allMatch(value -> value.asInt() >= 256 && value.asInt() <= 4096);
    assertThat(drawn.stream().filter(value -> value.asInt() < 1024).count())
        .as("half in the logarithm")
        .isBetween(75L, 125L);
    assertThat(space("{\"ckd.a\": {\"min\": 1, \"max\": 3, \"log\": true}}").random(9, 1))
        .extracting(Point::text)
        .containsExactlyInAnyOrder("ckd.a=1", "ckd.a=2", "ckd.a=3");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | holds no settings",
        "{\"ckd.a\": 1} | ckd.a: must be a list",
        "{\"ckd.a\": []} | ckd.a: must be a list",
        "{\"ckd.a\": {\"b\": [1]}} | ckd.a: must be a list",
        "{\"ckd.a\": [[1]]} | ckd.a: must be a list",
        "{\"ckd.a\": {\"min\": 2, \"max\": 1}} | ckd.a: min must be below max",
        "{\"ckd.a\": {\"min\": 0, \"max\": 1, \"log\": true}} | ckd.a: log needs min > 0",
        "{\"ckd.a\": {\"min\": 0, \"max\": 1, \"step\": 1}} | ckd.a.step: unknown key",
        "{\"ckd.a\": {\"min\": 1, \"max\": 2, \"log\": \"yes\"}} | ckd.a.log: must be true or false, was",
        "{\"seed\": [1, 2]} | seed: cannot be searched, only settings below training, model",
        "{\"training\": {\"epochs\": [1]}} | training: cannot be searched",
        "{\"evaluation.cutoffs\": [10]} | evaluation.cutoffs: cannot be searched"
      })
  void saysWhatIsWrong(String json, String part) {
    assertThatThrownBy(() -> space(json))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("space.yaml: ")
        .hasMessageContaining(part);
  }

  @Test
  void aGridNeedsLists() {
    assertThatThrownBy(() -> space("{\"ckd.a\": {\"min\": 1, \"max\": 3}}").grid())
        .isInstanceOf(InputException.class)
        .hasMessageContaining("ckd.a: a grid needs a list");
  }
}
