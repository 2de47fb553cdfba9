package org.equimodal.backbones.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.equimodal.backbones.TestSeed;
import org.equimodal.datasets.Interactions;
import org.equimodal.datasets.Seeds;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Small whole numbers as factors make scores exact, and many of them equal. */
class TopKRankingTest {

  private static final int USERS = 23;
  private static final int ITEMS = 301; // groups pay for lists of up to three
  private static final int WIDTH = 3;
  private static final long AMPLE = 1L << 30;
  private static final int[] EVERYONE = IntStream.range(0, USERS).toArray();

  private final RandomGenerator random = Seeds.generator(TestSeed.get(), "top-k-test");
  private final float[] users = wholeNumbers(USERS * WIDTH);
  private final float[] items = wholeNumbers(ITEMS * WIDTH);
  private final Interactions seen = interactions(800);
  private NDManager manager;
  private NDArray userMatrix;
  private NDArray itemMatrix;

  @BeforeEach
  void open() {
    manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
    userMatrix = manager.create(users, new Shape(USERS, WIDTH));
    itemMatrix = manager.create(items, new Shape(ITEMS, WIDTH));
  }

  @AfterEach
  void close() {
    manager.close();
  }

  /** Zeros of both signs among them. */
  private float[] wholeNumbers(int count) {
    float[] values = new float[count];
    for (int k = 0; k < count; k++) {
      values[k] = random.nextInt(-1, 2) * (random.nextBoolean() ? 1f : -1f);
    }
    return values;
  }

  /** The last user has seen everything, the first nothing. */
  private Interactions interactions(int count) {
    int[] user = new int[count + ITEMS];
    int[] item = new int[count + ITEMS];
    for (int k = 0; k < count; k++) {
      user[k] = 1 + random.nextInt(USERS - 2);
      item[k] = random.nextInt(ITEMS);
    }
    for (int k = 0; k < ITEMS; k++) {
      user[count + k] = USERS - 1;
      item[count + k] = k;
    }
    return Interactions.of(USERS, ITEMS, user, item);
  }

  private int[] reference(int user, int k, Interactions... leftOut) {
    double[] scores = new double[ITEMS];
    for (int item = 0; item < ITEMS; item++) {
      for (int c = 0; c < WIDTH; c++) {
        scores[item] += users[user * WIDTH + c] * items[item * WIDTH + c];
      }
      scores[item] += 0.0; // makes -0.0 equal to 0.0
    }
    return IntStream.range(0, ITEMS)
        .filter(item -> Arrays.stream(leftOut).noneMatch(set -> set.contains(user, item)))
        .boxed()
        .sorted(Comparator.comparingDouble(item -> -scores[item] + 0.0))
        .limit(k)
        .mapToInt(Integer::intValue)
        .toArray();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 20, 300, 301, 302, 1000})
  void ranksAsASortWould(int k) {
    int[][] lists = new TopKRanking(k, AMPLE, seen).rank(userMatrix, itemMatrix, EVERYONE);
    assertThat(lists.length).isEqualTo(USERS);
    for (int user = 0; user < USERS; user++) {
      assertThat(lists[user])
          .as("user %d, %s", user, TestSeed.message())
          .containsExactly(reference(user, k, seen));
    }
    assertThat(lists[USERS - 1]).isEmpty();
  }

  @Test
  void findsTheBestOfManyItemsByTheirGroups() {
    int many = 16 * 300;
    NDArray rows = manager.randomNormal(new Shape(50, 8));
    NDArray columns = manager.randomNormal(new Shape(many, 8));
    NDArray leftOut = manager.create(IntStream.range(0, 900).mapToLong(k -> 7L * k).toArray());
    Kernels.RankedBlock plainly = Kernels.rank(rows, columns, leftOut, 20, many - 5, 1);
    Kernels.RankedBlock byGroups = Kernels.rank(rows, columns, leftOut, 20, many - 5, 16);
    assertThat(byGroups.items().toLongArray()).containsExactly(plainly.items().toLongArray());
    assertThat(byGroups.scores().toFloatArray()).containsExactly(plainly.scores().toFloatArray());
  }

  @Test
  void ranksByTheLowerItemWhereAllScoresAreZeros() {
    float[] zeros = new float[ITEMS];
    for (int k = 0; k < ITEMS; k++) {
      zeros[k] = k % 2 == 0 ? -0f : 0f;
    }
    NDArray oneUser = manager.ones(new Shape(1, 1));
    NDArray column = manager.create(zeros, new Shape(ITEMS, 1));
    int[][] lists = new TopKRanking(20, AMPLE).rank(oneUser, column, new int[] {0});
    assertThat(lists[0]).containsExactly(IntStream.range(0, 20).toArray());
  }

  @Test
  void ranksDoublesAsWell() {
    int[][] floats = new TopKRanking(9, AMPLE, seen).rank(userMatrix, itemMatrix, EVERYONE);
    int[][] doubles =
        new TopKRanking(9, AMPLE, seen)
            .rank(
                userMatrix.toType(DataType.FLOAT64, true),
                itemMatrix.toType(DataType.FLOAT64, true),
                EVERYONE);
    assertThat(doubles).isDeepEqualTo(floats);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 16L * ITEMS * 2, 16L * ITEMS * 7 + 3})
  void givesTheSameListsWithLittleMemory(long budgetBytes) {
    int[][] ample = new TopKRanking(12, AMPLE, seen).rank(userMatrix, itemMatrix, EVERYONE);
    int[][] little = new TopKRanking(12, budgetBytes, seen).rank(userMatrix, itemMatrix, EVERYONE);
    assertThat(little).as(TestSeed.message()).isDeepEqualTo(ample);
  }

  @Test
  void ranksForTheUsersAskedForAlone() {
    int[] which = {7, 0, 19, 3};
    int[][] lists = new TopKRanking(6, 16L * ITEMS * 3, seen).rank(userMatrix, itemMatrix, which);
    for (int user = 0; user < USERS; user++) {
      int id = user;
      if (Arrays.stream(which).anyMatch(w -> w == id)) {
        assertThat(lists[user]).containsExactly(reference(user, 6, seen));
      } else {
        assertThat(lists[user]).as("user %d", user).isNull();
      }
    }
    assertThat(new TopKRanking(6, AMPLE, seen).rank(userMatrix, itemMatrix, new int[0]))
        .isDeepEqualTo(new int[USERS][]);
  }

  @ParameterizedTest
  @ValueSource(longs = {AMPLE, 16L * ITEMS * 2})
  void handsOverListsAndScoresInTheOrderAskedFor(long budgetBytes) {
    int[] which = {7, USERS - 1, 0, 19};
    List<Integer> order = new ArrayList<>();
    new TopKRanking(6, budgetBytes, seen)
        .rank(
            userMatrix,
            itemMatrix,
            which,
            (user, list, scores) -> {
              order.add(user);
              assertThat(list).as(TestSeed.message()).containsExactly(reference(user, 6, seen));
              assertThat(scores).hasSameSizeAs(list);
              for (int rank = 0; rank < list.length; rank++) {
                float score = 0;
                for (int c = 0; c < WIDTH; c++) {
                  score += users[user * WIDTH + c] * items[list[rank] * WIDTH + c];
                }
                assertThat(scores[rank] + 0f)
                    .as(TestSeed.message())
                    .isEqualTo(score + 0f); // -0 is 0
              }
            });
    assertThat(order).containsExactly(7, USERS - 1, 0, 19);
  }

  @Test
  void leavesOutSeveralSetsOrNone() {
    Interactions more = interactions(90);
    int[][] both = new TopKRanking(15, AMPLE, seen, more).rank(userMatrix, itemMatrix, EVERYONE);
    int[][] none = new TopKRanking(15, AMPLE).rank(userMatrix, itemMatrix, EVERYONE);
    for (int user = 0; user < USERS; user++) {
      assertThat(both[user])
          .as(TestSeed.message())
          .containsExactly(reference(user, 15, seen, more));
      assertThat(none[user]).as(TestSeed.message()).containsExactly(reference(user, 15));
    }
  }

  @Test
  void leavesNothingBehindAndHandsTheMatricesBack() {
    int before = manager.getManagedArrays().size();
    manager.cap();
    for (int round = 0; round < 3; round++) {
      new TopKRanking(5, 16L * ITEMS * 4, seen).rank(userMatrix, itemMatrix, EVERYONE);
    }
    assertThat(manager.getManagedArrays()).hasSize(before);
    assertThat(userMatrix.getManager()).isSameAs(manager);
    assertThat(itemMatrix.toFloatArray()).isEqualTo(items);
  }

  /** A model whose user rows are a parameter hands ranking what its own scope has adopted. */
  @Test
  void handsBackWhatAnotherScopeHasAdopted() {
    try (StepScope scope =
        StepScope.inference(manager, new NDList(userMatrix), new NDList(itemMatrix))) {
      new TopKRanking(5, AMPLE, seen).rank(userMatrix, itemMatrix, EVERYONE);
      assertThat(userMatrix.getManager()).isSameAs(scope.manager());
    }
    assertThat(userMatrix.getManager()).isSameAs(manager);
    assertThat(userMatrix.toFloatArray()).isEqualTo(users);
  }

  @Test
  void ranksAMatrixAgainstItself() {
    int[] which = IntStream.range(0, ITEMS).toArray();
    new TopKRanking(5, AMPLE).rank(itemMatrix, itemMatrix, which);
    assertThat(itemMatrix.getManager()).isSameAs(manager);
    assertThat(itemMatrix.toFloatArray()).isEqualTo(items);
  }
}
