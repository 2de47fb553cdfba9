package org.equimodal.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.equimodal.backbones.Backbones;
import org.equimodal.trainer.training.StepCosts.Step;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A training step costs what it did: kernels, bytes and reads back to the host, per backbone and
 * method, are those kept in {@code step-costs.tsv}. They do not depend on the machine, so they are
 * equal or something in the code has changed them; what changes them for the better is kept as
 * well, or it could be lost unseen. New figures are kept with
 *
 * <pre>
 * mvn test -pl trainer -am -Dsurefire.failIfNoSpecifiedTests=false -Dtest=StepCostTest -Dequimodal.keepStepCosts=true
 * </pre>
 */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class StepCostTest {

  private static final Path KEPT = Path.of("src/test/resources/step-costs.tsv");
  private static final String KEEP =
      "mvn test -pl trainer -am -Dsurefire.failIfNoSpecifiedTests=false -Dtest=StepCostTest"
          + " -Dequimodal.keepStepCosts=true";

  private static Map<Step, OperatorProfile> kept;
  private static Map<Step, OperatorProfile> measured;

  @BeforeAll
  static void measure(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("step-costs.tsv");
    measureInAnotherProcess(file, folder.resolve("log.txt"));
    if (Boolean.getBoolean("equimodal.keepStepCosts")) {
      Files.copy(file, KEPT, StandardCopyOption.REPLACE_EXISTING);
    }
    measured = StepCosts.read(file);
    kept = StepCosts.read(KEPT);
  }

  private static void measureInAnotherProcess(Path file, Path log)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:TieredStopAtLevel=1", // it runs for seconds
                "-Dai.djl.offline=true",
                "-DOPT_OUT_TRACKING=true",
                "-Dai.djl.pytorch.graph_optimizer=false",
                "-cp",
                System.getProperty("java.class.path"),
                StepCosts.class.getName(),
                file.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertThat(process.waitFor()).as(() -> read(log)).isZero();
  }

  private static String read(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return e.toString();
    }
  }

  static Collection<Step> steps() {
    List<Step> steps = new ArrayList<>();
    for (String backbone : Backbones.ids()) {
      for (String method : List.of("plain", "teacher", "ckd", "gb", "ogm")) {
        steps.add(new Step(backbone, method));
        if (Backbones.get(backbone).isRowwise()) {
          steps.add(new Step(backbone, method + " lazily"));
        }
      }
    }
    return steps;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("steps")
  void costsWhatItDid(Step step) {
    OperatorProfile before = kept.get(step);
    OperatorProfile now = measured.get(step);
    assertThat(now)
        .withFailMessage(
            () ->
                "%s: %s. If that is meant, keep it: %s".formatted(step, change(before, now), KEEP))
        .isEqualTo(before);
  }

  private static String change(OperatorProfile before, OperatorProfile now) {
    if (before == null) {
      return "no figures are kept";
    }
    List<String> changes = new ArrayList<>();
    change(changes, "kernels", before.kernels(), now.kernels());
    change(changes, "bytes", before.bytes(), now.bytes());
    change(changes, "hostScalars", before.hostScalars(), now.hostScalars());
    change(changes, "hostReads", before.hostReads(), now.hostReads());
    return String.join(", ", changes);
  }

  private static void change(List<String> changes, String figure, long before, long now) {
    if (now != before) {
      changes.add("%s %d -> %d (%+d)".formatted(figure, before, now, now - before));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("steps")
  void readsNothingBack(Step step) {
    assertThat(measured.get(step).hostReads())
        .as("%s: operators that wait for the device", step)
        .isZero();
  }

  @Test
  void nothingElseIsKept() {
    assertThat(kept.keySet())
        .withFailMessage(
            () -> "%s has rows of %s. Write it anew: %s".formatted(KEPT, others(), KEEP))
        .isSubsetOf(measured.keySet());
  }

  private static Set<Step> others() {
    Set<Step> others = new HashSet<>(kept.keySet());
    others.removeAll(measured.keySet());
    return others;
  }
}
