package org.equimodal.trainer.training;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.equimodal.datasets.GenericTripleSampler;
import org.equimodal.datasets.Seeds;
import org.equimodal.datasets.TripleSampler;
import org.equimodal.datasets.Triples;

/**
 * Draws batches one ahead of the training, on a thread of its own. What is drawn depends on (seed,
 * epoch, batch) alone.
 */
public final class BatchFeed implements AutoCloseable {

  private static final Triples NONE = new Triples(new int[0], new int[0], new int[0]);

  private final TripleSampler training;
  private final GenericTripleSampler generic;
  private final long seed;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread drawing = new Thread(task, "batches");
            drawing.setDaemon(true);
            return drawing;
          });
  private Future<Batch> ahead;

  /**
   * What one step learns from; a function of the seed, the epoch and the index alone.
   *
   * @param epoch from 1
   * @param index within the epoch, from 0
   * @param training training triples
   * @param generic generic triples, or none
   * @param seed of whatever is random in the model itself
   */
  public record Batch(int epoch, int index, Triples training, Triples generic, long seed) {}

  /**
   * Starts the feed.
   *
   * @param training draws training triples
   * @param generic draws generic triples; null if the method needs none
   * @param seed of the batches' own seeds
   */
  public BatchFeed(TripleSampler training, GenericTripleSampler generic, long seed) {
    this.seed = seed;
    this.training = training;
    this.generic = generic;
  }

  /** Batches in an epoch. */
  public int perEpoch() {
    return training.batchesPerEpoch();
  }

  /** A batch; the one after it is drawn meanwhile. */
  public Batch take(int epoch, int index) {
    Batch batch = ahead == null ? draw(epoch, index) : drawnAhead();
    if (batch.epoch() != epoch || batch.index() != index) {
      batch = draw(epoch, index);
    }
    boolean last = index + 1 == perEpoch();
    int nextEpoch = last ? epoch + 1 : epoch;
    int nextIndex = last ? 0 : index + 1;
    ahead = thread.submit(() -> draw(nextEpoch, nextIndex));
    return batch;
  }

  private Batch drawnAhead() {
    try {
      return ahead.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a batch was drawn", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("drawing a batch failed", e.getCause());
    }
  }

  /** A batch, drawn at once on the caller's thread. */
  public Batch draw(int epoch, int index) {
    Triples pairs = generic == null ? NONE : generic.batch(epoch, index);
    long own = Seeds.derive(seed, "step", epoch, index);
    return new Batch(epoch, index, training.batch(epoch, index), pairs, own);
  }

  /** Ends the thread. */
  @Override
  public void close() {
    thread.shutdownNow();
  }
}
