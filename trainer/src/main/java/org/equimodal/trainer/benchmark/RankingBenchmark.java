package org.equimodal.trainer.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.equimodal.backbones.tensor.Cost;
import org.equimodal.backbones.tensor.DeviceClock;
import org.equimodal.backbones.tensor.MemoryBudget;
import org.equimodal.backbones.tensor.StepScope;
import org.equimodal.backbones.tensor.TopKRanking;
import org.equimodal.datasets.Dataset;
import org.equimodal.datasets.TemporaryFolder;
import org.equimodal.trainer.run.AtomicFile;
import org.equimodal.trainer.serving.Ids;
import org.equimodal.trainer.serving.ListFormat;
import org.equimodal.trainer.serving.ListWriter;
import org.equimodal.trainer.training.Vectors;

/**
 * What ranking all items for all users costs beyond its matrix product, and what it costs to write
 * the lists to a file. The representations are random, as wide as ids and every modality at 64
 * each.
 */
final class RankingBenchmark {

  static final String LABEL = "ranking";

  /** Length of a list. */
  static final int TOP = 20;

  private static final int WARM_UP = 1;
  private static final int DIMENSION = 64;
  private static final int BLOCK = 1024;

  private final Workbench bench;

  RankingBenchmark(Workbench bench) {
    this.bench = bench;
  }

  /** The ranking, and its scores alone. */
  Measurements measure() {
    Dataset dataset = bench.dataset();
    int columns = (dataset.modalities().size() + 1) * DIMENSION;
    int[] everybody = IntStream.range(0, dataset.users()).toArray();
    TopKRanking topK =
        new TopKRanking(TOP, MemoryBudget.of(bench.device()), dataset.split().train());
    try (TemporaryFolder room = TemporaryFolder.make("lists");
        NDManager manager = NDManager.newBaseManager(bench.device(), "PyTorch");
        DeviceClock clock = new DeviceClock(manager)) {
      Path file = room.path().resolve("lists.tsv");
      NDArray users = manager.randomNormal(new Shape(dataset.users(), columns));
      NDArray items = manager.randomNormal(new Shape(dataset.items(), columns));
      Rounds<Part> rounds =
          Rounds.measure(
              bench.device(),
              WARM_UP,
              bench.rounds(),
              round -> {
                round.put(
                    Part.RANKING, clock.milliseconds(() -> topK.rank(users, items, everybody)));
                round.put(Part.SCORES, clock.milliseconds(() -> scores(users, items)));
                round.put(
                    Part.LISTS,
                    clock.milliseconds(
                        () -> write(topK, new Vectors(users, items), everybody, file)));
              });
      List<Cost> cost = List.of(Cost.ranking(dataset.users(), dataset.items(), columns, TOP));
      Map<Part, List<Cost>> both = Map.of(Part.RANKING, cost, Part.SCORES, cost);
      Measurements measurements = new Measurements();
      measurements.add(LABEL, null, rounds.milliseconds(), both, rounds.machine());
      return measurements;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As the command {@code recommend} does it. */
  private void write(TopKRanking topK, Vectors vectors, int[] which, Path file) {
    Dataset dataset = bench.dataset();
    AtomicFile.write(
        file,
        out -> {
          try (ListWriter lists =
              ListFormat.TSV.asBytes(out, Ids.ofUsers(dataset), Ids.ofItems(dataset))) {
            topK.rank(vectors.users(), vectors.items(), which, lists);
          }
        });
  }

  /** In blocks of users. */
  private void scores(NDArray users, NDArray items) {
    int count = bench.dataset().users();
    try (StepScope scope =
        StepScope.inference(users.getManager(), new NDList(users), new NDList(items))) {
      NDArray transposed = items.transpose();
      for (int from = 0; from < count; from += BLOCK) {
        try (NDArray rows = users.get(from + ":" + Math.min(count, from + BLOCK))) {
          rows.matMul(transposed).close();
        }
      }
    }
  }
}
