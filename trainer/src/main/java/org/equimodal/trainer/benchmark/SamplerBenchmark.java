package org.equimodal.trainer.benchmark;

import java.util.List;
import java.util.Map;
import org.equimodal.backbones.tensor.Cost;
import org.equimodal.trainer.config.Settings;
import org.equimodal.trainer.training.BatchFeed;
import org.equimodal.trainer.training.ModelTraining;

/** What drawing triples costs on one thread. */
final class SamplerBenchmark {

  static final String LABEL = "sampler";

  private static final int WARM_UP = 3;
  private static final int MILLION = 1_000_000;

  /** Enough to time, few enough for several rounds. */
  private static final int TRIPLES = MILLION / 2;

  private final Workbench bench;
  private final Settings settings;

  SamplerBenchmark(Workbench bench, Settings settings) {
    this.bench = bench;
    this.settings = settings;
  }

  /** Training triples, and all that a step of CKD needs. */
  Measurements measure() {
    try (BatchFeed training = feed(false);
        BatchFeed all = feed(true)) {
      Rounds<Part> rounds =
          Rounds.measure(
              bench.device(),
              WARM_UP,
              bench.rounds(),
              round -> {
                round.put(Part.TRAINING_TRIPLES, millisecondsPerMillion(training));
                round.put(Part.ALL_TRIPLES, millisecondsPerMillion(all));
              });
      List<Cost> cost = List.of(Cost.draw(MILLION));
      Map<Part, List<Cost>> both = Map.of(Part.TRAINING_TRIPLES, cost, Part.ALL_TRIPLES, cost);
      Measurements measurements = new Measurements();
      measurements.add(LABEL, null, rounds.milliseconds(), both, rounds.machine());
      return measurements;
    }
  }

  private BatchFeed feed(boolean generic) {
    return ModelTraining.feed(settings, bench.dataset().split().train(), settings.seed(), generic);
  }

  private static double millisecondsPerMillion(BatchFeed feed) {
    long start = System.nanoTime();
    long drawn = 0;
    for (int k = 0; drawn < TRIPLES; k++) {
      BatchFeed.Batch batch = feed.draw(1 + k / feed.perEpoch(), k % feed.perEpoch());
      drawn += batch.training().size() + batch.generic().size();
    }
    return (System.nanoTime() - start) / 1e6 * MILLION / drawn;
  }
}
