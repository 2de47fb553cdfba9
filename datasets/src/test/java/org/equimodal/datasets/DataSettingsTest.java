package org.equimodal.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class DataSettingsTest {
  @Test
  void bindsToTheDataSection() throws IOException {
    String section =
        """
        {"layout": "mmrec", "interactions": null, "standardize": true, "categories": "c.tsv",
         "modalities": {"whisper": {"file": "w.npy"}, "textual": null, "acoustic": {"standardize": false}}}
        """;
    DataSettings settings = new ObjectMapper().readValue(section, DataSettings.class);
    assertThat(settings.layout()).isEqualTo(DataSettings.Layout.MMREC);
    assertThat(settings.interactions()).isNull();
    assertThat(settings.standardize()).isTrue();
    assertThat(settings.categories()).isEqualTo("c.tsv");
    assertThat(settings.modalities().keySet()).containsExactly("whisper", "textual", "acoustic");
    assertThat(settings.modalities().get("textual")).isEqualTo(new ModalitySettings(null, null));
    assertThat(settings.modalities().get("acoustic").standardize()).isFalse();
    assertThat(new ObjectMapper().writeValueAsString(settings)).contains("\"layout\":\"mmrec\"");
  }

  @Test
  void leavesEverythingToTheFolder() {
    DataSettings settings = new DataSettings(null, null, null, false, null);
    assertThat(settings).isEqualTo(DataSettings.automatic());
    assertThat(settings.layout()).isEqualTo(DataSettings.Layout.AUTO);
  }
}
