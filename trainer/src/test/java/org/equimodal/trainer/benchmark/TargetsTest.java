package org.equimodal.trainer.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.equimodal.trainer.benchmark.MeasuredMethod.CKD;
import static org.equimodal.trainer.benchmark.MeasuredMethod.PLAIN;
import static org.equimodal.trainer.benchmark.MeasuredMethod.TEACHER;
import static org.equimodal.trainer.benchmark.Reports.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Every target on figures made up for it. */
class TargetsTest {

  private static List<Target> targets(Figure... figures) {
    return Targets.of(List.of(figures), Optional.empty());
  }

  private static Target only(Figure... figures) {
    List<Target> targets = targets(figures);
    assertThat(targets).hasSize(1);
    return targets.get(0);
  }

  @Test
  void aStepAgainstItsProjectionsAndOtherSteps() {
    List<Target> targets =
        targets(
            figure("vbpr", PLAIN, Part.STEP, 60, null),
            figure("vbpr", TEACHER, Part.STEP, 61, null),
            figure("vbpr", CKD, Part.STEP, 100, null),
            figure("vbpr", CKD, Part.PROJECTIONS, 80, null));
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
            figure("grcn", PLAIN, Part.STEP, 100, null),
            figure("grcn", PLAIN, Part.PRODUCTS, 40, null),
            figure("grcn", PLAIN, Part.GRAPH, 40, null),
            figure("grcn", CKD, Part.STEP, 260, null),
            figure("mgcn-frozen", PLAIN, Part.STEP, 100, null),
            figure("mgcn-frozen", CKD, Part.STEP, 180, null));
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
                figure("ranking", null, Part.RANKING, 300, null),
                figure("ranking", null, Part.SCORES, 200, null)))
        .isEqualTo(
            new Target(5, "ranking", "ranking / matrix product alone", 1.5, 1.5, true, null));
    assertThat(
            only(
                figure("mmgcn", null, Part.EVALUATION, 260, null),
                figure("mmgcn", null, Part.RANKINGS, 200, null)))
        .isEqualTo(new Target(6, "mmgcn", "evaluation / rankings alone", 1.3, 1.3, true, null));
  }

  @Test
  void samplersMustBeFastEnough() {
    Target target = only(figure("sampler", null, Part.TRAINING_TRIPLES, 250, null));
    assertThat(target.figure()).isEqualTo(4e6);
    assertThat(target.met()).as("4 million a second").isFalse();
    assertThat(only(figure("sampler", null, Part.ALL_TRIPLES, 100, null)).met()).isTrue();
  }

  @Test
  void theStart() {
    assertThat(only(figure("start", null, Part.FIRST_STEP, 2900, null)).met()).isTrue();
    List<Target> skipped = Targets.of(new ArrayList<>(), Optional.of("no jar"));
    assertThat(skipped).hasSize(1);
    assertThat(skipped.get(0).skipped()).isEqualTo("no jar");
    assertThat(skipped.get(0).met()).isFalse();
  }

  @Test
  void whatIsNotMeasuredIsNoTarget() {
    assertThat(targets(figure("vbpr", CKD, Part.STEP, 100, null))).isEmpty();
  }
}
