package org.equimodal.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.equimodal.trainer.encoding.TinyModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An encoding whose process is killed, without any warning, is gone on with by the next. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class EncodeKilledTest {

  private static final int ITEMS = 20_000;

  @TempDir Path folder;

  private List<String> arguments(Path out) {
    return List.of(
        "encode",
        "text",
        "--modality",
        "textual",
        "--device",
        "cpu",
        "--batch-size",
        "1",
        "--model",
        folder.resolve("model").toString(),
        "--input",
        folder.resolve("texts.tsv").toString(),
        "--out",
        out.toString());
  }

  private Process start(Path out) throws Exception {
    List<String> command = new ArrayList<>(ThisProgram.command(arguments(out)));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  @Test
  void comesToTheSameBytes() throws Exception {
    TinyModel.text(folder.resolve("model"));
    TinyModel.write(
        folder.resolve("texts.tsv"),
        IntStream.range(0, ITEMS)
            .mapToObj(item -> item + "\t" + "red shoe ".repeat(item % 7) + "\n")
            .collect(Collectors.joining()));
    Path whole = folder.resolve("whole.npy");
    Invocation.succeed(arguments(whole).toArray(new String[0]));

    Path out = folder.resolve("killed.npy");
    Path part = folder.resolve("killed.npy.part");
    long reached = 0;
    for (int kill = 0; kill < 3; kill++) {
      Process process = start(out);
      while (process.isAlive() && (!Files.exists(part) || Files.size(part) <= reached + 5_000)) {
        Thread.sleep(1);
      }
      process.destroyForcibly().waitFor();
      assertThat(process.exitValue()).as("killed, not finished").isEqualTo(137);
      assertThat(out).doesNotExist();
      assertThat(Files.size(part)).isGreaterThan(reached);
      reached = Files.size(part);
    }
    Invocation last = Invocation.succeed(arguments(out).toArray(new String[0]));
    assertThat(last.err()).containsPattern("going on after \\d+ of 20000 items");
    assertThat(Files.readAllBytes(out)).isEqualTo(Files.readAllBytes(whole));
    assertThat(folder.resolve("killed.json"))
        .content()
        .isEqualTo(Files.readString(folder.resolve("whole.json")));
    assertThat(part).doesNotExist();
  }
}
