package org.equimodal.trainer.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.equimodal.datasets.InputException;
import org.equimodal.trainer.RunFiles;
import org.equimodal.trainer.run.RunFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExperimentFolderTest {

  @TempDir Path folder;

  @Test
  void theCommandCanBeGivenToAShell() {
    List<String> words =
        List.of("tune", "--seeds", "1..2", "--set", "ckd.tau=0.2", "it's mine", "$HOME", "");
    new ExperimentFolder(folder, "Tuning", words).write(List.of(), List.of(), List.of(), List.of());
    assertThat(RunFiles.json(folder, "experiment.json").get("command").asText())
        .isEqualTo("tune --seeds 1..2 --set ckd.tau=0.2 'it'\\''s mine' '$HOME' ''");
  }

  @Test
  void aRunIsNotWrittenOver() {
    RunFolder.at(folder).writeConfig("seed: 1\n");
    assertThatThrownBy(() -> new ExperimentFolder(folder, "Tuning", List.of("tune")))
        .isInstanceOf(InputException.class)
        .hasMessage("--out " + folder + ": is the folder of a run; name another folder");
  }
}
