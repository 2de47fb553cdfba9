package org.equimodal.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SeedsTest {
  @Test
  void separatesSeedsStreamsAndPositions() {
    Set<Long> seen = new HashSet<>();
    int count = 0;
    for (long seed = -3; seed <= 3; seed++) {
      for (String stream : new String[] {"", "a", "b", "ab", "ba"}) {
        seen.add(Seeds.derive(seed, stream));
        count++;
        for (long epoch = 0; epoch < 30; epoch++) {
          seen.add(Seeds.derive(seed, stream, epoch));
          count++;
          for (long batch = 0; batch < 30; batch++) {
            seen.add(Seeds.derive(seed, stream, epoch, batch));
            count++;
          }
        }
      }
    }
    assertThat(seen).hasSize(count);
  }

  @Test
  void staysTheSameFromReleaseToRelease() {
    assertThat(Seeds.derive(123, "triples.generic", 4, 5)).isEqualTo(7_134_343_525_977_821_449L);
    assertThat(Seeds.generator(123, "triples.generic", 4, 5).nextLong())
        .isEqualTo(4_168_408_417_380_388_715L);
  }
}
