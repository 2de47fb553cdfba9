package org.equimodal.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.equimodal.backbones.tensor.TopKRanking;
import org.equimodal.datasets.Fixture;
import org.equimodal.datasets.Interactions;
import org.equimodal.evaluation.Metric;
import org.equimodal.evaluation.Metrics;
import org.equimodal.evaluation.RankingEvaluation;
import org.equimodal.evaluation.RankingReport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Ranking on the device and metrics together against the numbers of the reference. The scores are
 * the users' rows and the items' rows are the identity, so every score is exact.
 */
class RankingConformanceTest {

  private static final Map<String, String> NAMES_IN_FIXTURES =
      Map.of("ndcgRetrieved", "ndcg_retrieved", "hitRate", "hit");
  private static final int ONE_BLOCK = 1 << 28;
  private static final int SMALL_BLOCKS = 1;

  @TestFactory
  Stream<DynamicTest> rankingsAgreeWithTheReference() {
    return Fixture.all("metrics-").stream()
        .flatMap(
            fixture ->
                Stream.of(ONE_BLOCK, SMALL_BLOCKS)
                    .map(
                        bytes ->
                            DynamicTest.dynamicTest(
                                fixture.name() + ", blocks of " + bytes + " bytes",
                                () -> compare(fixture, bytes))));
  }

  private static void compare(Fixture fixture, int blockBytes) {
    List<Integer> cutoffs = new ArrayList<>();
    for (JsonNode cutoff : fixture.json().get("k")) {
      cutoffs.add(cutoff.asInt());
    }
    int longest = cutoffs.stream().mapToInt(Integer::intValue).max().orElseThrow();
    int users = fixture.json().get("users").asInt();
    int items = fixture.json().get("items").asInt();
    int[][] ranked;
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      NDArray scores = manager.create(fixture.floats("scores"), new Shape(users, items));
      ranked =
          new TopKRanking(longest, blockBytes, pairs(fixture, "train"))
              .rank(scores, manager.eye(items), IntStream.range(0, users).toArray());
    }
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
