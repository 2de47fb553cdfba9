package org.equimodal.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** What holds for any list; the repetition is the seed. */
class MetricPropertiesTest {

  private static final int LONGEST = 40;

  @RepeatedTest(200)
  void holdsForRandomLists(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    Hits hits = randomHits(random);
    double previousRecall = 0;
    for (int cutoff = 1; cutoff <= LONGEST + 5; cutoff++) {
      for (Metric metric : Metrics.all()) {
        assertThat(metric.at(hits, cutoff)).as(metric.key(cutoff)).isBetween(0.0, 1.0 + 1e-12);
      }
      double recall = new Recall().at(hits, cutoff);
      assertThat(recall).as("recall@%d", cutoff).isGreaterThanOrEqualTo(previousRecall);
      previousRecall = recall;

      double standard = new Ndcg().at(hits, cutoff);
      double retrieved = new RetrievedNdcg().at(hits, cutoff);
      assertThat(retrieved).as("ndcg@%d", cutoff).isGreaterThanOrEqualTo(standard - 1e-12);
      if (hits.relevant() == 1) {
        assertThat(retrieved).as("ndcg@%d", cutoff).isCloseTo(standard, within(1e-12));
      }
    }
  }

  private static Hits randomHits(Random random) {
    boolean[] byRank = new boolean[random.nextInt(LONGEST + 1)];
    int relevant = random.nextBoolean() ? 1 : 1 + random.nextInt(10);
    int left = relevant;
    for (int index = 0; index < byRank.length && left > 0; index++) {
      byRank[index] = random.nextInt(6) == 0;
      left -= byRank[index] ? 1 : 0;
    }
    return new Hits(byRank, relevant);
  }
}
