package org.equimodal.datasets;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * The embedded dataset {@code sample}: small, generated from a seed in a moment, and the same on
 * every machine.
 *
 * <p>300 users, 200 items and three modalities of different strength. Every item has latent factors
 * near the centre of one of eight clusters, every user likes two clusters, and interactions are
 * drawn by that preference with a little popularity. Each modality is a random linear image of the
 * items' factors plus noise: little for textual, more for visual, most for acoustic. The imbalance
 * is planted: what acoustic features tell is true but drowned, and joint training tends to leave it
 * unused. Categories are the clusters, a tenth of them wrong. Interactions are split per user by
 * {@link LatticeSplit}.
 */
public final class SampleDataset {
  /** The dataset's name. */
  public static final String NAME = "sample";

  private static final long DEFAULT_SEED = 123;
  private static final String STREAM = "sample-dataset.";
  private static final int USERS = 300;
  private static final int ITEMS = 200;
  private static final int CLUSTERS = 8;
  private static final int FACTORS = 12;
  private static final int FEWEST = 10;
  private static final int MOST = 30;
  private static final double SPREAD = 0.6;
  private static final double SHARPNESS = 1.2;
  private static final double POPULARITY = 0.4;
  private static final double WRONG_CATEGORY = 0.1;

  /** Width and noise (in standard deviations of the signal) of a modality. */
  private record Recipe(String name, int columns, double noise) {}

  private static final List<Recipe> RECIPES =
      List.of(
          new Recipe("textual", 32, 0.5),
          new Recipe("visual", 48, 2),
          new Recipe("acoustic", 24, 3));

  private final long seed;
  private final double[][] centres;
  private final int[] clusterOfItem = new int[ITEMS];
  private final double[][] items = new double[ITEMS][];

  private SampleDataset(long seed) {
    this.seed = seed;
    RandomGenerator random = random("items");
    centres = new double[CLUSTERS][];
    Arrays.setAll(centres, c -> gaussians(random, FACTORS));
    for (int item = 0; item < ITEMS; item++) {
      clusterOfItem[item] = random.nextInt(CLUSTERS);
      items[item] = near(random, centres[clusterOfItem[item]]);
    }
  }

  /** The sample of the default seed. */
  public static Dataset create() {
    return create(DEFAULT_SEED);
  }

  /** The sample of a seed. */
  public static Dataset create(long seed) {
    return new SampleDataset(seed).dataset();
  }

  private Dataset dataset() {
    List<ItemFeatures> features = new ArrayList<>();
    for (Recipe recipe : RECIPES) {
      features.add(features(new Modality(features.size(), recipe.name()), recipe));
    }
    Split split = LatticeSplit.split(interactions(), Seeds.derive(seed, STREAM + "split"));
    return new Dataset(NAME, split, features, Optional.of(categories()), Optional.empty());
  }

  /**
   * Every user's 10 to 30 items, drawn without replacement by the softmax of the preference
   * (Gumbel's top-k).
   */
  private Interactions interactions() {
    RandomGenerator random = random("interactions");
    double[] popularity = gaussians(random, ITEMS);
    List<int[]> pairs = new ArrayList<>();
    for (int user = 0; user < USERS; user++) {
      double[] likes = near(random, centres[random.nextInt(CLUSTERS)]);
      double[] alsoLikes = near(random, centres[random.nextInt(CLUSTERS)]);
      double[] keys = new double[ITEMS];
      for (int item = 0; item < ITEMS; item++) {
        double taste =
            (2 * dot(likes, items[item]) + dot(alsoLikes, items[item])) / (3 * Math.sqrt(FACTORS));
        double gumbel = -StrictMath.log(-StrictMath.log(1 - random.nextDouble() * (1 - 0x1p-50)));
        keys[item] = 2 * SHARPNESS * taste + POPULARITY * popularity[item] + gumbel;
      }
      int count = random.nextInt(FEWEST, MOST + 1);
      int reader = user;
      IntStream.range(0, ITEMS)
          .boxed()
          .sorted(Comparator.comparingDouble(item -> -keys[item]))
          .limit(count)
          .forEach(item -> pairs.add(new int[] {reader, item}));
    }
    return Interactions.of(
        USERS,
        ITEMS,
        pairs.stream().mapToInt(pair -> pair[0]).toArray(),
        pairs.stream().mapToInt(pair -> pair[1]).toArray());
  }

  private ItemFeatures features(Modality modality, Recipe recipe) {
    RandomGenerator random = random(recipe.name());
    double[][] image = new double[recipe.columns()][];
    Arrays.setAll(image, column -> gaussians(random, FACTORS));
    double signal = Math.sqrt(FACTORS * (1 + SPREAD * SPREAD));
    double scale = 1 / Math.sqrt(1 + recipe.noise() * recipe.noise());
    float[][] rows = new float[ITEMS][recipe.columns()];
    for (int item = 0; item < ITEMS; item++) {
      for (int column = 0; column < recipe.columns(); column++) {
        double value = dot(image[column], items[item]) / signal + recipe.noise() * gaussian(random);
        rows[item][column] = (float) (scale * value);
      }
    }
    return ItemFeatures.of(modality, rows);
  }

  private Categories categories() {
    RandomGenerator random = random("categories");
    int[] ofItem = clusterOfItem.clone();
    for (int item = 0; item < ITEMS; item++) {
      if (random.nextDouble() < WRONG_CATEGORY) {
        ofItem[item] = random.nextInt(CLUSTERS);
      }
    }
    return new Categories(
        ofItem, IntStream.range(0, CLUSTERS).mapToObj(c -> "category-" + c).toList());
  }

  private RandomGenerator random(String part) {
    return Seeds.generator(seed, STREAM + part);
  }

  private static double[] near(RandomGenerator random, double[] centre) {
    double[] point = gaussians(random, FACTORS);
    Arrays.setAll(point, k -> centre[k] + SPREAD * point[k]);
    return point;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += a[k] * b[k];
    }
    return sum;
  }

  private static double[] gaussians(RandomGenerator random, int count) {
    double[] values = new double[count];
    Arrays.setAll(values, k -> gaussian(random));
    return values;
  }

  /**
   * A standard normal number by Box and Muller with StrictMath: the platform's own would not be the
   * same everywhere.
   */
  private static double gaussian(RandomGenerator random) {
    double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
    return radius * StrictMath.cos(2 * Math.PI * random.nextDouble());
  }
}
