package org.equimodal.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.equimodal.datasets.GenericTripleSampler;
import org.equimodal.datasets.Interactions;
import org.equimodal.datasets.SampleDataset;
import org.equimodal.datasets.TripleSampler;
import org.equimodal.datasets.Triples;
import org.equimodal.datasets.UserUniformSampler;
import org.junit.jupiter.api.Test;

/** Batches in order, one ahead, and the same wherever a training starts. */
class BatchFeedTest {

  private static final Interactions TRAIN = SampleDataset.create().split().train();
  private static final int BATCH = 16;
  private static final long SEED = 7;

  /** Two batches an epoch, each telling what it is; remembers who drew what. */
  private static class Recorder implements TripleSampler {

    record Drawn(int epoch, int index, String thread) {}

    final BlockingQueue<Drawn> drawn = new LinkedBlockingQueue<>();

    @Override
    public int batchesPerEpoch() {
      return 2;
    }

    @Override
    public Triples batch(int epoch, int index) {
      drawn.add(new Drawn(epoch, index, Thread.currentThread().getName()));
      return new Triples(new int[] {epoch}, new int[] {index}, new int[] {0});
    }

    Drawn next() throws InterruptedException {
      return drawn.poll(10, TimeUnit.SECONDS);
    }
  }

  private static String name(BatchFeed.Batch batch) {
    return batch.training().users()[0] + "/" + batch.training().positives()[0];
  }

  private static BatchFeed real() {
    return new BatchFeed(
        new UserUniformSampler(TRAIN, BATCH, SEED),
        new GenericTripleSampler(TRAIN, BATCH, true, SEED),
        SEED);
  }

  private static void assertSame(BatchFeed.Batch actual, BatchFeed.Batch expected) {
    assertThat(actual).usingRecursiveComparison().isEqualTo(expected);
  }

  @Test
  void givesBatchesInOrder() {
    try (BatchFeed feed = new BatchFeed(new Recorder(), null, SEED)) {
      List<String> names = new ArrayList<>();
      for (int epoch = 1; epoch <= 3; epoch++) {
        for (int index = 0; index < feed.perEpoch(); index++) {
          BatchFeed.Batch batch = feed.take(epoch, index);
          assertThat(batch.epoch()).isEqualTo(epoch);
          assertThat(batch.index()).isEqualTo(index);
          names.add(name(batch));
        }
      }
      assertThat(names).containsExactly("1/0", "1/1", "2/0", "2/1", "3/0", "3/1");
    }
  }

  @Test
  void everyStepHasASeedOfItsOwn() {
    Set<Long> seeds = new HashSet<>();
    for (long seed : new long[] {SEED, SEED + 1}) {
      try (BatchFeed feed = new BatchFeed(new Recorder(), null, seed)) {
        for (int epoch = 1; epoch <= 3; epoch++) {
          for (int index = 0; index < feed.perEpoch(); index++) {
            assertThat(seeds.add(feed.take(epoch, index).seed())).isTrue();
          }
        }
      }
    }
  }

  @Test
  void drawsOneAheadOnAThreadOfItsOwn() throws Exception {
    Recorder recorder = new Recorder();
    try (BatchFeed feed = new BatchFeed(recorder, null, SEED)) {
      feed.take(1, 0);
      assertThat(recorder.next())
          .isEqualTo(new Recorder.Drawn(1, 0, Thread.currentThread().getName()));
      assertThat(recorder.next()).isEqualTo(new Recorder.Drawn(1, 1, "batches"));
      assertThat(recorder.drawn).as("no more than one ahead").isEmpty();
      feed.take(1, 1);
      assertThat(recorder.next())
          .as("across the end of an epoch")
          .isEqualTo(new Recorder.Drawn(2, 0, "batches"));
    }
  }

  @Test
  void startsAnywhereWithTheSameBatches() {
    try (BatchFeed whole = real();
        BatchFeed resumed = real()) {
      whole.take(1, 0);
      whole.take(1, 1);
      assertSame(resumed.take(1, 2), whole.take(1, 2));
      assertSame(resumed.take(1, 3), whole.take(1, 3));
    }
  }

  @Test
  void drawsAnewWhatWasNotExpected() {
    try (BatchFeed straight = real();
        BatchFeed jumping = real()) {
      jumping.take(1, 0);
      assertSame(jumping.take(5, 3), straight.take(5, 3));
    }
  }

  @Test
  void genericTriplesAreDrawnOnlyIfWanted() {
    try (BatchFeed with = real();
        BatchFeed without = new BatchFeed(new UserUniformSampler(TRAIN, BATCH, SEED), null, SEED)) {
      BatchFeed.Batch both = with.take(1, 0);
      BatchFeed.Batch one = without.take(1, 0);
      assertThat(both.generic().size()).isEqualTo(BATCH);
      assertThat(one.generic().size()).isZero();
      assertThat(one.training()).usingRecursiveComparison().isEqualTo(both.training());
    }
  }

  @Test
  void faultsOfTheThreadSurface() {
    RuntimeException fault = new IllegalArgumentException("no such batch");
    Recorder failing =
        new Recorder() {
          @Override
          public Triples batch(int epoch, int index) {
            if (index == 1) {
              throw fault;
            }
            return super.batch(epoch, index);
          }
        };
    try (BatchFeed feed = new BatchFeed(failing, null, SEED)) {
      feed.take(1, 0);
      assertThatThrownBy(() -> feed.take(1, 1)).hasCause(fault);
    }
  }
}
