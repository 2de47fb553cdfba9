package org.equimodal.distillation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DistillationSettingsTest {

  private static void assertRefused(SettingsBuilder settings, String name) {
    assertThatThrownBy(settings::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(name + " must be");
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1, -1e-300, Double.NaN, Double.POSITIVE_INFINITY})
  void refusesNumbersThatAreNoWeights(double value) {
    assertRefused(SettingsBuilder.paper().lambdaKd(value), "lambdaKd");
    assertRefused(SettingsBuilder.paper().lambdaG(value), "lambdaG");
    assertRefused(SettingsBuilder.paper().tau(value), "tau");
  }

  @Test
  void refusesATemperatureOfZero() {
    assertRefused(SettingsBuilder.paper().tau(0), "tau");
    assertThat(SettingsBuilder.paper().lambdaKd(0).lambdaG(0).build().lambdaKd()).isZero();
  }
}
