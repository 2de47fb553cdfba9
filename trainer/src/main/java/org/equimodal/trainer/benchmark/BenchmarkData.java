package org.equimodal.trainer.benchmark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.equimodal.datasets.Categories;
import org.equimodal.datasets.Dataset;
import org.equimodal.datasets.Interactions;
import org.equimodal.datasets.ItemFeatures;
import org.equimodal.datasets.Modality;
import org.equimodal.datasets.Seeds;
import org.equimodal.datasets.Split;

/**
 * Data to measure on: interactions that are generated or real, and features that are always
 * generated, as are categories. An item's features depend on the seed, the place of its modality
 * and that modality's width, on nothing else.
 */
public final class BenchmarkData {

  private static final int CATEGORIES = 50;

  private BenchmarkData() {}

  /**
   * Interactions at random, for training and, one draw per user, for test; none for validation.
   *
   * @param users n_u
   * @param items n_i
   * @param degree draws per user, of which equal ones are one interaction
   */
  public static Split interactions(int users, int items, int degree, long seed) {
    RandomGenerator random = Seeds.generator(seed, "benchmark.interactions");
    return new Split(
        drawn(users, items, degree, random),
        Interactions.of(users, items, new int[0], new int[0]),
        drawn(users, items, 1, random));
  }

  private static Interactions drawn(int users, int items, int degree, RandomGenerator random) {
    int[] user = new int[Math.multiplyExact(users, degree)];
    int[] item = new int[user.length];
    for (int e = 0; e < user.length; e++) {
      user[e] = e / degree;
      item[e] = random.nextInt(items);
    }
    return Interactions.of(users, items, user, item);
  }

  /**
   * Interactions with generated features and categories.
   *
   * @param name of the dataset
   * @param split its interactions
   * @param widths d_m of each modality
   */
  public static Dataset withFeatures(String name, Split split, List<Integer> widths, long seed) {
    List<ItemFeatures> features = new ArrayList<>();
    for (int width : widths) {
      Modality modality = new Modality(features.size(), "generated" + features.size());
      RandomGenerator random = Seeds.generator(seed, "benchmark.features." + modality.name());
      float[][] rows = new float[split.items()][width];
      for (float[] row : rows) {
        for (int column = 0; column < width; column++) {
          row[column] = (float) random.nextGaussian();
        }
      }
      features.add(ItemFeatures.of(modality, rows));
    }
    return new Dataset(
        name, split, features, Optional.of(categories(split.items(), seed)), Optional.empty());
  }

  private static Categories categories(int items, long seed) {
    RandomGenerator random = Seeds.generator(seed, "benchmark.categories");
    int[] ofItem = new int[items];
    Arrays.setAll(ofItem, item -> random.nextInt(CATEGORIES));
    List<String> names = IntStream.range(0, CATEGORIES).mapToObj(c -> "category" + c).toList();
    return new Categories(ofItem, names);
  }
}
