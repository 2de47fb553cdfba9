package org.equimodal.trainer.training;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.stream.IntStream;
import org.equimodal.backbones.tensor.MemoryBudget;
import org.equimodal.backbones.tensor.StepScope;
import org.equimodal.backbones.tensor.TopKRanking;
import org.equimodal.datasets.Dataset;

/**
 * What ranking all items for all users costs beyond its matrix product. The representations are
 * random, as wide as ids and every modality at 64 each.
 */
public final class RankingBenchmark {

  /** Length of a list. */
  public static final int TOP = 20;

  private static final int ROUNDS = 5;
  private static final int DIMENSION = 64;
  private static final int BLOCK = 1024;

  private final Dataset dataset;
  private final Device device;

  /**
   * What was measured; medians, in milliseconds.
   *
   * @param ranking lists of all users
   * @param product the scores alone
   */
  public record Times(double ranking, double product) {

    /** Ranking over product. */
    public double ratio() {
      return ranking / product;
    }
  }

  /**
   * Prepares.
   *
   * @param dataset who ranks what
   * @param device where
   */
  public RankingBenchmark(Dataset dataset, Device device) {
    this.dataset = dataset;
    this.device = device;
  }

  /** Measures. */
  public Times measure() {
    int columns = (dataset.modalities().size() + 1) * DIMENSION;
    int[] everybody = IntStream.range(0, dataset.users()).toArray();
    TopKRanking topK = new TopKRanking(TOP, MemoryBudget.of(device), dataset.split().train());
    try (NDManager manager = NDManager.newBaseManager(device, "PyTorch")) {
      NDArray users = manager.randomNormal(new Shape(dataset.users(), columns));
      NDArray items = manager.randomNormal(new Shape(dataset.items(), columns));
      double[] medians =
          Rounds.medians(
              1,
              ROUNDS,
              () -> new double[] {ranking(topK, users, items, everybody), product(users, items)});
      return new Times(medians[0], medians[1]);
    }
  }

  private static double ranking(TopKRanking topK, NDArray users, NDArray items, int[] everybody) {
    long start = System.nanoTime();
    topK.rank(users, items, everybody);
    return Rounds.millisecondsSince(start);
  }

  /** The scores alone, in blocks of users. */
  private double product(NDArray users, NDArray items) {
    long start = System.nanoTime();
    try (StepScope scope =
        StepScope.inference(users.getManager(), new NDList(users), new NDList(items))) {
      NDArray transposed = items.transpose();
      for (int from = 0; from < dataset.users(); from += BLOCK) {
        int to = Math.min(dataset.users(), from + BLOCK);
        try (NDArray rows = users.get(from + ":" + to);
            NDArray scores = rows.matMul(transposed)) {
          if (to == dataset.users()) {
            scores.getFloat(0, 0); // waits for the device
          }
        }
      }
    }
    return Rounds.millisecondsSince(start);
  }
}
