package org.equimodal.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.equimodal.datasets.Interactions;
import org.junit.jupiter.api.Test;

/**
 * Three users, six items, worked out by hand: one with two held-out items, one with none, one with
 * one.
 */
class RankingEvaluationTest {

  private static final Offset<Double> EXACT = within(1e-12);

  private static final int USERS = 3;
  private static final int ITEMS = 6;

  private static final Interactions TRAINING =
      Interactions.of(USERS, ITEMS, new int[] {0, 1, 2}, new int[] {0, 1, 5});
  private static final Interactions HELD_OUT =
      Interactions.of(USERS, ITEMS, new int[] {0, 0, 2}, new int[] {3, 5, 2});

  /** User 0 ties items 1, 2 and 3; user 2 ties all but item 4. */
  private static final float[] SCORES = {
    9, 5, 5, 5, 7, 1, //
    1, 2, 3, 4, 5, 6, //
    2, 2, 2, 2, 3, 9
  };

  private static final int[][] RANKED = ReferenceRanking.rank(SCORES, TRAINING);

  private static RankingReport evaluate(Integer... cutoffs) {
    return new RankingEvaluation(Metrics.all(), List.of(cutoffs)).evaluate(RANKED, HELD_OUT);
  }

  private static double log2(double value) {
    return Math.log(value) / Math.log(2);
  }

  @Test
  void ranksByScoreThenByIdWithoutTrainingItems() {
    assertThat(RANKED)
        .isDeepEqualTo(new int[][] {{4, 1, 2, 3, 5}, {5, 4, 3, 2, 0}, {4, 0, 1, 2, 3}});
  }

  @Test
  void zerosOfEitherSignAreATie() {
    Interactions none = Interactions.of(1, 3, new int[0], new int[0]);
    assertThat(ReferenceRanking.rank(new float[] {-0f, 0f, -0f}, none))
        .isDeepEqualTo(new int[][] {{0, 1, 2}});
  }

  @Test
  void skipsUsersWithoutHeldOutItems() {
    RankingReport report = evaluate(4);
    assertThat(report.users()).isEqualTo(2);
    assertThat(report.userIds()).containsExactly(0, 2);
    assertThat(report.perUser("recall@4")).containsExactly(0.5, 1);
  }

  @Test
  void computesEveryMetricPerUser() {
    RankingReport report = evaluate(4);
    double atRankFour = 1 / log2(5);
    assertThat(report.perUser("precision@4")).containsExactly(0.25, 0.25);
    assertThat(report.perUser("hitRate@4")).containsExactly(1, 1);
    assertThat(report.perUser("mrr@4")).containsExactly(0.25, 0.25);
    assertThat(report.perUser("ndcg@4"))
        .containsExactly(new double[] {atRankFour / (1 + 1 / log2(3)), atRankFour}, EXACT);
    assertThat(report.perUser("ndcgRetrieved@4"))
        .containsExactly(new double[] {atRankFour, atRankFour}, EXACT);
    assertThat(report.mean("recall@4")).isEqualTo(0.75);
  }

  @Test
  void bothNdcgsAgreeOnceEverythingIsRetrieved() {
    RankingReport report = evaluate(5);
    double expected = (1 / log2(5) + 1 / log2(6)) / (1 + 1 / log2(3));
    assertThat(report.perUser("ndcg@5")[0]).isCloseTo(expected, EXACT);
    assertThat(report.perUser("ndcgRetrieved@5")[0]).isCloseTo(expected, EXACT);
  }

  @Test
  void givesZeroBeforeTheFirstHit() {
    assertThat(evaluate(3).means().values()).containsOnly(0.0);
  }

  @Test
  void acceptsListsShorterThanTheCutoff() {
    RankingReport report = evaluate(20);
    assertThat(report.mean("recall@20")).isEqualTo(1);
    assertThat(report.perUser("precision@20")).containsExactly(2 / 20.0, 1 / 20.0);
  }

  @Test
  void ordersKeysByMetricThenByAscendingCutoff() {
    assertThat(evaluate(20, 10).means().keySet())
        .containsExactlyElementsOf(
            Stream.of("recall", "ndcg", "ndcgRetrieved", "precision", "hitRate", "mrr")
                .flatMap(name -> Stream.of(name + "@10", name + "@20"))
                .toList());
  }

  @Test
  void needsNoListForUsersWithoutHeldOutItems() {
    int[][] ranked = {RANKED[0], null, RANKED[2]};
    RankingReport report =
        new RankingEvaluation(Metrics.all(), List.of(4)).evaluate(ranked, HELD_OUT);
    assertThat(report.means()).isEqualTo(evaluate(4).means());
  }

  @Test
  void reportsZeroWithoutAnyHeldOutItem() {
    Interactions none = Interactions.of(USERS, ITEMS, new int[0], new int[0]);
    RankingReport report =
        new RankingEvaluation(Metrics.all(), List.of(10, 20)).evaluate(new int[0][], none);
    assertThat(report.users()).isZero();
    assertThat(report.userIds()).isEmpty();
    assertThat(report.means()).hasSize(12);
    assertThat(report.means().values()).containsOnly(0.0);
  }

  @Test
  void refusesMissingLists() {
    int[][] ranked = {RANKED[0], RANKED[1], null};
    RankingEvaluation evaluation = new RankingEvaluation(Metrics.all(), List.of(4));
    assertThatThrownBy(() -> evaluation.evaluate(ranked, HELD_OUT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("user 2 has held-out items but no ranked list");
  }

  @Test
  void refusesCutoffsBelowOne() {
    assertThatThrownBy(() -> evaluate(10, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("cutoffs must be >= 1");
  }

  @Test
  void refusesKeysThatWereNotMeasured() {
    RankingReport report = evaluate(10);
    assertThatThrownBy(() -> report.mean("recall@20"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("recall@20 was not measured");
  }

  @Test
  void reportCannotBeChangedFromOutside() {
    RankingReport report = evaluate(4);
    report.userIds()[0] = 7;
    report.perUser("recall@4")[0] = 7;
    assertThat(report.userIds()).containsExactly(0, 2);
    assertThat(report.perUser("recall@4")).containsExactly(0.5, 1);
    assertThatThrownBy(() -> report.means().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }
}
