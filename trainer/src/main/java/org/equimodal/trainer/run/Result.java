package org.equimodal.trainer.run;

import java.util.Map;

/**
 * What came out of a run ({@code result.json}). Metrics are keyed {@code recall@20}, in full
 * precision.
 *
 * @param status {@code finished}
 * @param dataset its name
 * @param backbone its id
 * @param method plain, ckd, gb, ogm, one of these with what was changed of it ({@code ckd:kl}), or
 *     teacher
 * @param seed of the run
 * @param epochs trained
 * @param bestEpoch whose parameters were kept
 * @param validation metrics of the best epoch
 * @param test metrics with all modalities, and {@code users}, how many had test items; a teacher's
 *     are of its own view
 * @param views by modality, the model shown that modality alone
 * @param teachers by modality
 * @param timing where the time went
 * @param memory peaks
 */
public record Result(
    String status,
    String dataset,
    String backbone,
    String method,
    long seed,
    int epochs,
    int bestEpoch,
    Map<String, Double> validation,
    Map<String, Number> test,
    Map<String, Tested> views,
    Map<String, Tested> teachers,
    Timing timing,
    Memory memory) {

  /**
   * Refuses what is not whole.
   *
   * @throws IllegalArgumentException if a part is missing
   */
  public Result {
    Parts.require("status", status);
    Parts.require("dataset", dataset);
    Parts.require("backbone", backbone);
    Parts.require("method", method);
    Parts.requireAll("validation", validation);
    Parts.requireAll("test", test);
    Parts.requireAll("views", views);
    Parts.requireAll("teachers", teachers);
    Parts.require("timing", timing);
    Parts.require("memory", memory);
  }

  /** The same run with other measurements. */
  public Result measured(
      Map<String, Number> metrics, Map<String, Tested> ofViews, Map<String, Tested> ofTeachers) {
    return new Result(
        status,
        dataset,
        backbone,
        method,
        seed,
        epochs,
        bestEpoch,
        validation,
        metrics,
        ofViews,
        ofTeachers,
        timing,
        memory);
  }

  /** Test metrics of one view or teacher. */
  public record Tested(Map<String, Number> test) {

    /**
     * Refuses what is not whole.
     *
     * @throws IllegalArgumentException if a metric is missing
     */
    public Tested {
      Parts.requireAll("test", test);
    }
  }

  /**
   * Seconds and milliseconds of a run, those before an interruption included. The total includes
   * its teachers if they were trained with it, and what its method tried out, which count in no
   * epoch or step. Teachers that were trained side by side before an interruption count one by one.
   */
  public record Timing(
      double trainSecondsPerEpoch,
      double stepMilliseconds,
      double evaluationSeconds,
      double totalSeconds) {}

  /**
   * Peaks of the process.
   *
   * @param peakRssMiB resident memory; 0 where the system does not tell
   * @param peakDeviceMiB memory in use on the GPU as seen at the ends of epochs; 0 on the CPU
   */
  public record Memory(long peakRssMiB, long peakDeviceMiB) {}
}
