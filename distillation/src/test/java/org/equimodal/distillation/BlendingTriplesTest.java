package org.equimodal.distillation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.equimodal.backbones.TestSeed;
import org.equimodal.datasets.InputException;
import org.equimodal.datasets.Interactions;
import org.equimodal.datasets.Split;
import org.equimodal.datasets.Triples;
import org.junit.jupiter.api.Test;

class BlendingTriplesTest {

  private static final int ITEMS = 12;

  private static Interactions interactions(int[]... pairs) {
    return Interactions.of(
        3,
        ITEMS,
        Arrays.stream(pairs).mapToInt(pair -> pair[0]).toArray(),
        Arrays.stream(pairs).mapToInt(pair -> pair[1]).toArray());
  }

  private static Split split() {
    int[][] all = IntStream.range(0, ITEMS).mapToObj(i -> new int[] {2, i}).toArray(int[][]::new);
    int[][] train = {{0, 0}, {0, 1}, {0, 2}, {1, 5}};
    int[][] trainAndAll = Arrays.copyOf(train, train.length + all.length);
    System.arraycopy(all, 0, trainAndAll, train.length, all.length);
    return new Split(
        interactions(trainAndAll),
        interactions(new int[][] {{0, 3}, {0, 4}, {1, 6}}),
        interactions());
  }

  private static Set<List<Integer>> pairs(Triples triples) {
    Set<List<Integer>> pairs = new HashSet<>();
    for (int k = 0; k < triples.size(); k++) {
      pairs.add(List.of(triples.users()[k], triples.positives()[k]));
    }
    return pairs;
  }

  @Test
  void hasEveryInteractionOfASmallDatasetOnce() {
    BlendingTriples drawn = BlendingTriples.draw(split(), TestSeed.get());
    assertThat(pairs(drawn.training()))
        .as("user 2 has no negative left")
        .containsExactlyInAnyOrder(List.of(0, 0), List.of(0, 1), List.of(0, 2), List.of(1, 5));
    assertThat(drawn.training().size()).isEqualTo(4);
    assertThat(pairs(drawn.validation()))
        .containsExactlyInAnyOrder(List.of(0, 3), List.of(0, 4), List.of(1, 6));
  }

  @Test
  void negativesAreUnknown() {
    Split split = split();
    Set<Integer> ofTraining = new HashSet<>();
    for (long seed = 0; seed < 50; seed++) {
      BlendingTriples drawn = BlendingTriples.draw(split, TestSeed.get() + seed);
      for (int k = 0; k < drawn.training().size(); k++) {
        assertThat(
                split
                    .train()
                    .contains(drawn.training().users()[k], drawn.training().negatives()[k]))
            .isFalse();
        ofTraining.add(drawn.training().negatives()[k]);
      }
      for (int k = 0; k < drawn.validation().size(); k++) {
        int user = drawn.validation().users()[k];
        int negative = drawn.validation().negatives()[k];
        assertThat(split.train().contains(user, negative)).isFalse();
        assertThat(split.validation().contains(user, negative)).isFalse();
      }
    }
    assertThat(ofTraining).as("validation items may be negatives of training").contains(3);
  }

  @Test
  void isAFunctionOfTheSeed() {
    assertThat(BlendingTriples.draw(split(), 5))
        .usingRecursiveComparison()
        .isEqualTo(BlendingTriples.draw(split(), 5));
    assertThat(BlendingTriples.draw(split(), 5).training().negatives())
        .isNotEqualTo(BlendingTriples.draw(split(), 6).training().negatives());
  }

  @Test
  void drawsATrainingSampleOfALargeDataset() {
    int users = 3_000;
    int[] user = IntStream.range(0, 10 * users).map(k -> k / 10).toArray();
    int[] item = IntStream.range(0, 10 * users).map(k -> k % 10).toArray();
    Interactions train = Interactions.of(users, 20, user, item);
    Interactions held = Interactions.of(users, 20, new int[] {0}, new int[] {15});
    Triples drawn = BlendingTriples.draw(new Split(train, held, held), TestSeed.get()).training();
    assertThat(drawn.size()).isEqualTo(BlendingTriples.MOST_TRAINING);
    assertThat(pairs(drawn)).as("without replacement").hasSize(drawn.size());
    assertThat(Arrays.stream(drawn.users()).max().orElseThrow())
        .as("from all over")
        .isGreaterThan(users - 20);
  }

  @Test
  void saysThatThereIsNothingToDraw() {
    Split split = new Split(interactions(new int[] {0, 1}), interactions(), interactions());
    assertThatThrownBy(() -> BlendingTriples.draw(split, 1))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("method gb")
        .hasMessageContaining("gb.validation");
  }
}
