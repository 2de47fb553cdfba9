package org.equimodal.backbones;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.equimodal.backbones.tensor.StepScope;
import org.equimodal.backbones.tensor.TripleUpload;
import org.equimodal.datasets.Categories;
import org.equimodal.datasets.Dataset;
import org.equimodal.datasets.Interactions;
import org.equimodal.datasets.ItemFeatures;
import org.equimodal.datasets.Modality;
import org.equimodal.datasets.Seeds;
import org.equimodal.datasets.Split;
import org.equimodal.datasets.Triples;
import org.equimodal.datasets.UserUniformSampler;

/** Datasets of a few users and items for tests, each a function of its seed. */
public final class ToyData {

  private static final List<String> NAMES = List.of("visual", "textual", "acoustic");
  private static final int CATEGORIES = 3;

  private ToyData() {}

  /**
   * Random interactions and features; the last user and the last item have no interaction. The
   * first modalities of a dataset are those of the same dataset with fewer modalities.
   *
   * @param modalities 1 to 3, of the widths 3, 5 and 7
   */
  public static Dataset random(int users, int items, int modalities, long seed) {
    RandomGenerator random = Seeds.generator(seed, "toy.interactions");
    int[] user = new int[(users - 1) * 4];
    int[] item = new int[user.length];
    for (int k = 0; k < user.length; k++) {
      user[k] = k / 4;
      item[k] = random.nextInt(items - 1);
    }
    List<ItemFeatures> features = new ArrayList<>();
    for (int m = 0; m < modalities; m++) {
      float[][] rows = gaussians(items, 3 + 2 * m, Seeds.generator(seed, "toy.features", m));
      features.add(ItemFeatures.of(modality(m), rows));
    }
    return dataset("toy", Interactions.of(users, items, user, item), features);
  }

  /**
   * Every user likes the items of the own parity, and all of them but the one of the user's own id
   * are in the training set. The features hint at the parity.
   */
  public static Dataset checkerboard(int users, int items, int modalities, long seed) {
    List<int[]> pairs = new ArrayList<>();
    for (int user = 0; user < users; user++) {
      for (int item = user % 2; item < items; item += 2) {
        if (item != user) {
          pairs.add(new int[] {user, item});
        }
      }
    }
    int[] user = pairs.stream().mapToInt(pair -> pair[0]).toArray();
    int[] item = pairs.stream().mapToInt(pair -> pair[1]).toArray();
    List<ItemFeatures> features = new ArrayList<>();
    for (int m = 0; m < modalities; m++) {
      float[][] rows = gaussians(items, 3 + 2 * m, Seeds.generator(seed, "toy.features", m));
      for (int i = 0; i < items; i++) {
        rows[i][0] += i % 2 == 0 ? 1 : -1;
      }
      features.add(ItemFeatures.of(modality(m), rows));
    }
    return dataset("checkerboard", Interactions.of(users, items, user, item), features);
  }

  /** The dataset with other features of one modality. */
  public static Dataset withFeatures(Dataset dataset, Modality modality, float[][] rows) {
    List<ItemFeatures> features = new ArrayList<>(dataset.features());
    features.set(modality.index(), ItemFeatures.of(modality, rows));
    return new Dataset(
        dataset.name(), dataset.split(), features, dataset.categories(), dataset.rawIds());
  }

  /** A batch of training triples. */
  public static Triples triples(Dataset dataset, int count, long seed) {
    return new UserUniformSampler(dataset.split().train(), count, seed).batch(0, 0);
  }

  /** Triples on the device, int64 [3, n], owned by the manager. */
  public static NDArray triples(NDManager manager, Triples training, Triples generic) {
    TripleUpload upload = new TripleUpload(manager, 0, 0); // no rows are counted
    try (StepScope scope = StepScope.inference(manager)) {
      NDArray ids = upload.upload(scope, training, generic).duplicate();
      ids.attach(manager);
      return ids;
    }
  }

  /** No triples. */
  public static Triples noTriples() {
    return new Triples(new int[0], new int[0], new int[0]);
  }

  private static Modality modality(int index) {
    return new Modality(index, NAMES.get(index));
  }

  private static float[][] gaussians(int rows, int columns, RandomGenerator random) {
    float[][] matrix = new float[rows][columns];
    for (float[] row : matrix) {
      for (int column = 0; column < columns; column++) {
        row[column] = (float) (0.3 + random.nextGaussian());
      }
    }
    return matrix;
  }

  private static Dataset dataset(String name, Interactions train, List<ItemFeatures> features) {
    Interactions none = Interactions.of(train.users(), train.items(), new int[0], new int[0]);
    int[] category = new int[train.items()];
    for (int item = 0; item < category.length; item++) {
      category[item] = item % CATEGORIES;
    }
    Categories categories = new Categories(category, List.of("red", "green", "blue"));
    return new Dataset(
        name, new Split(train, none, none), features, Optional.of(categories), Optional.empty());
  }
}
