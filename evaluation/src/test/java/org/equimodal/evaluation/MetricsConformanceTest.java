package org.equimodal.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.equimodal.datasets.Fixture;
import org.equimodal.datasets.Interactions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every metric against the numbers of the reference; see the fixtures' README. */
class MetricsConformanceTest {

  private static final Map<String, String> NAMES_IN_FIXTURES =
      Map.of("ndcgRetrieved", "ndcg_retrieved", "hitRate", "hit");

  @TestFactory
  Stream<DynamicTest> metricsAgreeWithTheReference() {
    List<Fixture> fixtures = Fixture.all("metrics-");
    assertThat(fixtures).isNotEmpty();
    return fixtures.stream()
        .map(fixture -> DynamicTest.dynamicTest(fixture.name(), () -> compare(fixture)));
  }

  private static void compare(Fixture fixture) {
    List<Integer> cutoffs = new ArrayList<>();
    for (JsonNode cutoff : fixture.json().get("k")) {
      cutoffs.add(cutoff.asInt());
    }
    int[][] ranked = ReferenceRanking.rank(fixture.floats("scores"), pairs(fixture, "train"));
    RankingReport report =
        new RankingEvaluation(Metrics.all(), cutoffs).evaluate(ranked, pairs(fixture, "held"));
    for (Metric metric : Metrics.all()) {
      String name = NAMES_IN_FIXTURES.getOrDefault(metric.name(), metric.name());
      for (int cutoff : cutoffs) {
        assertThat(report.mean(metric.key(cutoff)))
            .as(metric.key(cutoff))
            .isCloseTo(fixture.scalar(name + "@" + cutoff), within(1e-9));
      }
    }
  }

  private static Interactions pairs(Fixture fixture, String name) {
    long[] pairs = fixture.longs(name);
    int[] user = IntStream.range(0, pairs.length / 2).map(row -> (int) pairs[2 * row]).toArray();
    int[] item =
        IntStream.range(0, pairs.length / 2).map(row -> (int) pairs[2 * row + 1]).toArray();
    return Interactions.of(
        fixture.json().get("users").asInt(), fixture.json().get("items").asInt(), user, item);
  }
}
