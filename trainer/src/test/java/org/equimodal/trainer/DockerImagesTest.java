package org.equimodal.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the images in {@code docker/} take for granted about the build. */
class DockerImagesTest {

  private static final Path ROOT = Path.of("..");
  private static final Path DOCKER = ROOT.resolve("docker");

  private static List<MatchResult> found(String file, String pattern) throws IOException {
    return Pattern.compile(pattern)
        .matcher(Files.readString(DOCKER.resolve(file)))
        .results()
        .toList();
  }

  @Test
  void libtorchIsOfTheEnginesVersion() throws IOException {
    Properties engine = new Properties();
    try (InputStream in = getClass().getResourceAsStream("/pytorch-engine.properties")) {
      engine.load(in);
    }
    assertThat(found("Dockerfile.cuda", "(?:PYTORCH_VERSION=|shared-with-deps-|pytorch:)([\\d.]+)"))
        .extracting(match -> match.group(1))
        .hasSize(3)
        .containsOnly(engine.getProperty("pytorch_version"));
  }

  @Test
  void theJarHoldsWhatIsTakenOutOfIt() throws IOException {
    String flavor = found("Dockerfile.cuda", "PYTORCH_FLAVOR=(\\w+)").get(0).group(1);
    assertThat(Files.readString(DOCKER.resolve("Dockerfile.cuda")))
        .contains(
            "trainer.jar com/sun/jna/linux-x86-64 jnilib/linux-x86_64/"
                + flavor
                + " native/lib/linux-x86_64/cpu/libtokenizers.so\n");
    assertThat(getClass().getResource("/jnilib/linux-x86_64/" + flavor + "/libdjl_torch.so"))
        .isNotNull();
    for (String machine : List.of("x86-64", "aarch64")) {
      assertThat(getClass().getResource("/com/sun/jna/linux-" + machine + "/libjnidispatch.so"))
          .as(machine)
          .isNotNull();
    }
    for (String machine : List.of("x86_64", "aarch64")) {
      assertThat(getClass().getResource("/native/lib/linux-" + machine + "/cpu/libtokenizers.so"))
          .as(machine)
          .isNotNull();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Dockerfile.cpu", "Dockerfile.cuda"})
  void whatIsCopiedIsThere(String dockerfile) throws IOException {
    List<String> copied =
        found(dockerfile, "/src/([\\w./]+)").stream()
            .map(match -> match.group(1))
            .distinct()
            .toList();
    assertThat(copied)
        .contains("trainer/target/trainer.jar", "docker/smoke.sh", "docker/java.options");
    assertThat(Files.readString(Path.of("pom.xml"))).contains("<finalName>trainer</finalName>");
    assertThat(copied)
        .filteredOn(file -> !file.endsWith(".jar"))
        .allSatisfy(file -> assertThat(ROOT.resolve(file)).isRegularFile());
    assertThat(DOCKER.resolve("smoke.sh")).isExecutable();
  }

  @Test
  void composeBuildsBothImages() throws IOException {
    try (Stream<Path> files = Files.list(DOCKER)) {
      assertThat(found("compose.yaml", "docker/(Dockerfile\\.\\w+)"))
          .extracting(match -> match.group(1))
          .containsExactlyInAnyOrderElementsOf(
              files
                  .map(file -> file.getFileName().toString())
                  .filter(name -> name.startsWith("Dockerfile."))
                  .toList());
    }
  }
}
