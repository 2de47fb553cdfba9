package org.equimodal.trainer.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Random;
import org.equimodal.datasets.InputException;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random damage to a complete file is harmless or refused in one line; the repetition is the seed.
 */
class DamagedFilesTest {

  private static final String DAMAGE = "\0\n\t :-?[]{},#&*!|>'\"%@`0é-1.e9~\uFEFF\u2028";

  @TempDir Path folder;

  @RepeatedTest(200)
  void damageIsHarmlessOrRefusedInOneLine(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    StringBuilder yaml = new StringBuilder(new Resolution(folder).resolve().toYaml());
    for (int count = 1 + random.nextInt(3); count > 0; count--) {
      int at = random.nextInt(yaml.length());
      switch (random.nextInt(3)) {
        case 0 -> yaml.insert(at, DAMAGE.charAt(random.nextInt(DAMAGE.length())));
        case 1 -> yaml.deleteCharAt(at);
        default -> yaml.setCharAt(at, DAMAGE.charAt(random.nextInt(DAMAGE.length())));
      }
    }
    String damaged = yaml.toString();
    try {
      new Resolution(folder).config("damaged.yaml", damaged).resolve();
    } catch (InputException e) {
      assertThat(e.getMessage()).isNotBlank().doesNotContain("\n").hasSizeLessThan(400);
    }
  }
}
