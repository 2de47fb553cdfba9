package org.equimodal.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Strict gain, and patience counted in validations in a row. */
class EarlyStoppingTest {

  @Test
  void stopsAtTheTenthValidationInARowWithoutGain() {
    EarlyStopping stopping = new EarlyStopping(10);
    assertThat(stopping.update(1, 0.5)).isTrue();
    for (int epoch = 2; epoch <= 10; epoch++) {
      assertThat(stopping.update(epoch, 0.4)).isFalse();
      assertThat(stopping.isOver()).as("after epoch %d", epoch).isFalse();
    }
    stopping.update(11, 0.4);
    assertThat(stopping.isOver()).isTrue();
    assertThat(stopping.bestEpoch()).isEqualTo(1);
    assertThat(stopping.bestValue()).isEqualTo(0.5);
    assertThat(stopping.withoutGain()).isEqualTo(10);
  }

  @Test
  void tiesAreNoGain() {
    EarlyStopping stopping = new EarlyStopping(2);
    stopping.update(5, 0.3);
    assertThat(stopping.update(10, 0.3)).isFalse();
    assertThat(stopping.update(15, 0.3)).isFalse();
    assertThat(stopping.isOver()).isTrue();
    assertThat(stopping.bestEpoch()).isEqualTo(5);
  }

  @Test
  void everyGainHoweverSmallStartsAnew() {
    EarlyStopping stopping = new EarlyStopping(2);
    stopping.update(1, 0.3);
    stopping.update(2, 0.2);
    assertThat(stopping.update(3, Math.nextUp(0.3))).isTrue();
    assertThat(stopping.withoutGain()).isZero();
    stopping.update(4, 0.3);
    assertThat(stopping.isOver()).isFalse();
  }

  @Test
  void zeroIsAGainOverNothing() {
    EarlyStopping stopping = new EarlyStopping(1);
    assertThat(stopping.bestEpoch()).isZero();
    assertThat(stopping.isOver()).isFalse();
    assertThat(stopping.update(1, 0)).isTrue();
    assertThat(stopping.bestEpoch()).isEqualTo(1);
  }

  @Test
  void notANumberIsNoGain() {
    EarlyStopping stopping = new EarlyStopping(1);
    assertThat(stopping.update(1, Double.NaN)).isFalse();
    assertThat(stopping.isOver()).isTrue();
  }

  @Test
  void goesOnFromWhereATrainingStood() {
    EarlyStopping stopping = new EarlyStopping(3, 4, 0.25, 2);
    assertThat(stopping.isOver()).isFalse();
    assertThat(stopping.update(7, 0.25)).isFalse();
    assertThat(stopping.isOver()).isTrue();
    assertThat(stopping.bestEpoch()).isEqualTo(4);

    EarlyStopping unvalidated = new EarlyStopping(3, 0, 0, 0);
    assertThat(unvalidated.update(1, 0)).isTrue();
  }
}
