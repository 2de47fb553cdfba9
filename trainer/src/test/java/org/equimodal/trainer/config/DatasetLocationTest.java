package org.equimodal.trainer.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.equimodal.datasets.InputException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder, a folder below the data folder, a built-in, in this order. */
class DatasetLocationTest {

  @TempDir Path folder;

  @BeforeEach
  void makeFolders() throws Exception {
    Files.createDirectories(folder.resolve("data/baby"));
  }

  private DatasetLocation find(String dataset) {
    return DatasetLocation.find(dataset, folder.resolve("data").toString());
  }

  @Test
  void takesAFolderByItsPath() {
    Path baby = folder.resolve("data/baby");
    assertThat(find(baby.toString())).isEqualTo(new DatasetLocation("baby", Optional.of(baby)));
    assertThat(find(baby + "/../baby/.").name()).isEqualTo("baby");
    assertThat(find(baby + "/").name()).isEqualTo("baby");
  }

  @Test
  void takesAFolderBelowTheDataFolder() {
    assertThat(find("baby"))
        .isEqualTo(new DatasetLocation("baby", Optional.of(folder.resolve("data/baby"))));
  }

  @Test
  void takesABuiltIn() {
    assertThat(find("sample")).isEqualTo(new DatasetLocation("sample", Optional.empty()));
  }

  @Test
  void prefersAFolderToABuiltIn() throws Exception {
    Path sample = Files.createDirectory(folder.resolve("data/sample"));
    assertThat(find("sample").folder()).contains(sample);
  }

  @Test
  void saysWhereItLooked() {
    assertThatThrownBy(() -> find("sports"))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "dataset: 'sports' is no folder, nor is "
                + folder.resolve("data/sports")
                + ", nor is it built in (sample is)");
    assertThatThrownBy(() -> find("no/such"))
        .isInstanceOf(InputException.class)
        .hasMessage("dataset: there is no folder no/such");
    assertThatThrownBy(() -> find(" "))
        .isInstanceOf(InputException.class)
        .hasMessage("dataset: must not be empty");
    assertThatThrownBy(() -> find("/"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("root of a file system");
    assertThatThrownBy(() -> find("a\0b"))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("dataset: is not a path");
  }
}
