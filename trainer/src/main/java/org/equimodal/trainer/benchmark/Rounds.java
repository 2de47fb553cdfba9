package org.equimodal.trainer.benchmark;

import ai.djl.Device;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Durations measured in turn, round by round, so that what disturbs one disturbs all, the machine's
 * own best among them.
 *
 * @param milliseconds in the order of the rounds, by what they are of
 * @param machine what it could do at best meanwhile
 */
record Rounds<K>(Map<K, List<Double>> milliseconds, Machine machine) {

  /**
   * Measures.
   *
   * @param device where
   * @param warmUp rounds that do not count
   * @param counted rounds that do
   * @param round measures everything once: milliseconds by what they are of
   */
  static <K> Rounds<K> measure(
      Device device, int warmUp, int counted, Consumer<Map<K, Double>> round) {
    for (int r = 0; r < warmUp; r++) {
      round.accept(new LinkedHashMap<>());
    }
    List<Map<K, Double>> rounds = new ArrayList<>();
    try (MachineProbe probe = new MachineProbe(device)) {
      for (int r = 0; r < counted; r++) {
        probe.measure();
        Map<K, Double> durations = new LinkedHashMap<>();
        round.accept(durations);
        rounds.add(durations);
      }
      return new Rounds<>(byKey(rounds), probe.machine());
    }
  }

  private static <K> Map<K, List<Double>> byKey(List<Map<K, Double>> rounds) {
    Map<K, List<Double>> durations = new LinkedHashMap<>();
    for (K key : rounds.get(0).keySet()) {
      durations.put(key, rounds.stream().map(round -> round.get(key)).toList());
    }
    return durations;
  }
}
