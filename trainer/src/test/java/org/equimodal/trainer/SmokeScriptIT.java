package org.equimodal.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The images' health check, on the packed program. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class SmokeScriptIT {

  @TempDir Path folder;

  private Process smoke(String... flags) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("sh", "../docker/smoke.sh"));
    command.addAll(List.of(flags));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("TMPDIR", folder.toString());
    builder
        .environment()
        .merge("PATH", System.getProperty("java.home") + "/bin", (path, java) -> java + ":" + path);
    Process process = builder.start();
    process.waitFor();
    return process;
  }

  private static String said(InputStream stream) throws IOException {
    return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void saysWhereItTrained() throws Exception {
    Process smoke = smoke("--device", "cpu");
    assertThat(said(smoke.getErrorStream())).isEmpty();
    assertThat(smoke.exitValue()).isZero();
    assertThat(said(smoke.getInputStream())).isEqualTo("trained on cpu\n");
    assertThat(folder).as("nothing left").isEmptyDirectory();
  }

  @Test
  void failsWhereTheDeviceIsMissing() throws Exception {
    Process smoke = smoke("--device", "cuda:99");
    assertThat(smoke.exitValue()).as("Docker reserves 2").isEqualTo(1);
    assertThat(said(smoke.getErrorStream())).contains("device: cuda:99 was asked for");
    assertThat(folder).as("nothing left").isEmptyDirectory();
  }
}
