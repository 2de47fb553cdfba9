package org.equimodal.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FixtureTest {
  private static final String PROPERTY = "conformance.fixtures";

  @TempDir private Path folder;
  private String before;

  @BeforeEach
  void writeFixtures() throws IOException {
    before = System.getProperty(PROPERTY);
    System.setProperty(PROPERTY, folder.toString());
    for (String name : List.of("two", "one", "other")) {
      Files.writeString(folder.resolve(name + ".json"), "{\"k\": [5, 10]}");
      try (ZipOutputStream zip =
          new ZipOutputStream(Files.newOutputStream(folder.resolve(name + ".npz")))) {
        entry(zip, "users.full", NpyWriter.floats(1, 2, 0.5f, -3));
        entry(zip, "paper/total", NpyWriter.bytes(1, "<f8", false, new int[0], new double[] {0.1}));
        entry(
            zip, "edges", NpyWriter.bytes(1, "<i8", false, new int[] {1, 2}, new double[] {7, 9}));
      }
    }
  }

  private static void entry(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    zip.putNextEntry(new ZipEntry(name + ".npy"));
    zip.write(bytes);
    zip.closeEntry();
  }

  @AfterEach
  void restoreProperty() {
    if (before == null) {
      System.clearProperty(PROPERTY);
    } else {
      System.setProperty(PROPERTY, before);
    }
  }

  @Test
  void readsSettingsAndArrays() {
    Fixture fixture = Fixture.all("one").get(0);
    assertThat(fixture.name()).isEqualTo("one");
    assertThat(fixture.json().get("k").get(1).asInt()).isEqualTo(10);
    assertThat(fixture.names()).containsExactlyInAnyOrder("users.full", "paper/total", "edges");
    assertThat(fixture.floats("users.full")).containsExactly(0.5f, -3);
    assertThat(fixture.shape("users.full")).containsExactly(1, 2);
    assertThat(fixture.scalar("paper/total")).isEqualTo(0.1);
    assertThat(fixture.longs("edges")).containsExactly(7, 9);
    assertThat(fixture.has("edges")).isTrue();
    assertThat(fixture.has("items")).isFalse();
    assertThatThrownBy(() -> fixture.floats("items"))
        .hasMessageContaining("one has no array items");
  }

  @Test
  void listsByPrefixAndRefusesToFindNothing() {
    assertThat(Fixture.all("o")).extracting(Fixture::name).containsExactly("one", "other");
    assertThatThrownBy(() -> Fixture.all("three"))
        .hasMessageContaining("no fixture three*.json in " + folder);
  }

  @Test
  void comparesWithinTheTolerance() {
    Fixture.assertClose("same", new float[] {1, 0}, new float[] {1.0002f, 1e-5f});
    assertThatThrownBy(
            () -> Fixture.assertClose("users", new float[] {1, 2}, new float[] {1, 2.01f}))
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith(
            "users: 1 of 2 values differ; the worst, value 1, is 2.0, expected 2.01");
    assertThatThrownBy(() -> Fixture.assertClose("users", new float[] {Float.NaN}, new float[] {1}))
        .isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> Fixture.assertClose("users", new float[1], new float[2]))
        .hasMessage("users: 1 values, expected 2");
    assertThatThrownBy(() -> Fixture.assertClose("loss", 1.0, 2.0))
        .hasMessageStartingWith("loss is 1.0, expected 2.0");
  }
}
