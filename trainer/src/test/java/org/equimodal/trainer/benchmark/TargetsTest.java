package org.equimodal.trainer.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.equimodal.trainer.benchmark.MeasuredMethod.CKD;
import static org.equimodal.trainer.benchmark.MeasuredMethod.PLAIN;
import static org.equimodal.trainer.benchmark.MeasuredMethod.TEACHER;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Every target on figures made up for it. */
class TargetsTest {

  private static Series series(
      String of, MeasuredMethod method, Part part, Double... milliseconds) {
    return new Series(of, method, part, List.of(milliseconds));
  }

  private static List<Target> targets(Series... series) {
    return Targets.of(List.of(series), Optional.empty());
  }

  private static Target only(Series... series) {
    List<Target> targets = targets(series);
    assertThat(targets).hasSize(1);
    return targets.get(0);
  }

  @Test
  void aStepAgainstItsProjectionsAndOtherSteps() {
    List<Target> targets =
        targets(
            series("vbpr", PLAIN, Part.STEP, 60.0),
            series("vbpr", TEACHER, Part.STEP, 61.0),
            series("vbpr", CKD, Part.STEP, 100.0),
            series("vbpr", CKD, Part.PROJECTIONS, 80.0));
    assertThat(targets)
        .containsExactly(
            new Target(1, "vbpr", "ckd step / projections alone", 1.25, 1.35, true, null),
            new Target(2, "vbpr", "plain step / ckd step", 0.6, 0.6, true, null),
            new Target(2, "vbpr", "teacher step / ckd step", 0.61, 0.6, true, null));
    assertThat(targets.stream().map(Target::met)).containsExactly(true, true, false);
  }

  @Test
  void graphBackbones() {
    List<Target> targets =
        targets(
            series("grcn", PLAIN, Part.STEP, 100.0),
            series("grcn", PLAIN, Part.PRODUCTS, 40.0),
            series("grcn", PLAIN, Part.GRAPH, 40.0),
            series("grcn", CKD, Part.STEP, 260.0),
            series("mgcn-frozen", PLAIN, Part.STEP, 100.0),
            series("mgcn-frozen", CKD, Part.STEP, 180.0));
    assertThat(targets)
        .containsExactly(
            new Target(3, "mgcn-frozen", "ckd step / plain step", 1.8, 1.8, true, null),
            new Target(3, "grcn", "ckd step / plain step", 2.6, 2.5, true, null),
            new Target(
                4,
                "grcn",
                "plain step / matrix products alone + sparse products alone",
                1.25,
                1.6,
                true,
                null));
  }

  @Test
  void rankingAndEvaluation() {
    assertThat(
            only(
                series("ranking", null, Part.RANKING, 300.0),
                series("ranking", null, Part.SCORES, 200.0)))
        .isEqualTo(
            new Target(5, "ranking", "ranking / matrix product alone", 1.5, 1.5, true, null));
    assertThat(
            only(
                series("mmgcn", null, Part.EVALUATION, 260.0),
                series("mmgcn", null, Part.RANKINGS, 200.0)))
        .isEqualTo(new Target(6, "mmgcn", "evaluation / rankings alone", 1.3, 1.3, true, null));
  }

  @Test
  void writtenLists() {
    assertThat(
            only(
                series("ranking", null, Part.LISTS, 900.0),
                series("ranking", null, Part.RANKING, 300.0)))
        .isEqualTo(new Target(9, "ranking", "lists written / ranking", 3.0, 5, true, null));
  }

  @Test
  void samplersMustBeFastEnough() {
    Target target = only(series("sampler", null, Part.TRAINING_TRIPLES, 250.0));
    assertThat(target.figure()).isEqualTo(4e6);
    assertThat(target.met()).as("4 million a second").isFalse();
    assertThat(only(series("sampler", null, Part.ALL_TRIPLES, 100.0)).met()).isTrue();
  }

  @Test
  void theStart() {
    assertThat(only(series("start", null, Part.FIRST_STEP, 2900.0)).met()).isTrue();
    List<Target> skipped = Targets.of(new ArrayList<>(), Optional.of("no jar"));
    assertThat(skipped).hasSize(1);
    assertThat(skipped.get(0).skipped()).isEqualTo("no jar");
    assertThat(skipped.get(0).met()).isFalse();
  }

  /** The ratios are 1, 2 and 1.1; that of the medians would be 2. */
  @Test
  void partsOfOneRoundAreCompared() {
    Target target =
        only(
            series("ranking", null, Part.RANKING, 100.0, 300.0, 440.0),
            series("ranking", null, Part.SCORES, 100.0, 150.0, 400.0));
    assertThat(target.figure()).isEqualTo(1.1, within(1e-12));
  }

  @Test
  void whatIsNotMeasuredIsNoTarget() {
    assertThat(targets(series("vbpr", CKD, Part.STEP, 100.0))).isEmpty();
  }
}
