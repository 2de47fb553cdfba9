package org.equimodal.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextSpoolTest {
  private static final List<String> WORDS =
      List.of("", "pump", "caf\u00e9", "\ud83d\ude00", "two\nlines", "long ".repeat(40_000));

  @TempDir private Path folder;

  @Test
  void givesTextsBackInAnyOrderAndBetweenThoseThatCome() throws IOException {
    Random random = new Random(7);
    List<String> texts = new ArrayList<>();
    try (TextSpool spool = new TextSpool(folder)) {
      for (int k = 0; k < 3000; k++) {
        String text = WORDS.get(k % 100 == 0 ? 5 : random.nextInt(5)) + k;
        assertThat(spool.add(text)).isEqualTo(k);
        texts.add(text);
        int place = random.nextInt(texts.size());
        assertThat(spool.get(place)).isEqualTo(texts.get(place));
      }
      for (int place = texts.size() - 1; place >= 0; place--) {
        assertThat(spool.get(place)).isEqualTo(texts.get(place));
      }
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void needsAFolder() {
    assertThatThrownBy(() -> new TextSpool(folder.resolve("none")).close())
        .isInstanceOf(NoSuchFileException.class);
  }
}
