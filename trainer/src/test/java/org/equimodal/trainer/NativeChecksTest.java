package org.equimodal.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.equimodal.trainer.doctor.Diagnosis;
import org.equimodal.trainer.doctor.Outcome.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What is made of a process that loads libtorch, whatever becomes of it; scripts stand for it. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the scripts are for sh")
@Timeout(300)
class NativeChecksTest {

  private static final Duration LONG = Duration.ofMinutes(1);
  private static final String FOUND = "printf 'diagnosis\\tengine\\tOK\\tloaded\\n'; ";

  private static List<Diagnosis> by(String script, Duration limit) {
    return NativeChecks.by(List.of("sh", "-c", script), limit);
  }

  private static void assertFailure(Diagnosis diagnosis, String... parts) {
    assertThat(diagnosis.check()).isEqualTo("engine");
    assertThat(diagnosis.state()).isEqualTo(State.FAILURE);
    assertThat(diagnosis.text()).contains(parts);
  }

  @Test
  void whatItFindsIsTaken() {
    assertThat(by(FOUND, LONG)).containsExactly(new Diagnosis("engine", State.OK, "loaded"));
  }

  @Test
  void anEndBeforeItsTimeIsAFailure() {
    List<Diagnosis> crashed = by(FOUND + "echo oh no; exit 134", LONG);
    assertThat(crashed).hasSize(2);
    assertFailure(crashed.get(1), "exit code 134, after saying: oh no", "use libtorch");
    assertFailure(by("echo error: no such device; exit 2", LONG).get(0), "no such device");
  }

  @Test
  void oneThatHangsIsEnded() {
    List<Diagnosis> found = by("exec sleep 600", Duration.ofMillis(100));
    assertThat(found).hasSize(1);
    assertFailure(found.get(0), "was not done after", "was ended", "--device cpu", "try again");
    assertThat(ProcessHandle.current().children().filter(NativeChecksTest::sleeps))
        .allSatisfy(child -> assertThat(child.onExit()).succeedsWithin(Duration.ofSeconds(30)));
  }

  private static boolean sleeps(ProcessHandle process) {
    return process.info().command().filter(command -> command.endsWith("sleep")).isPresent();
  }
}
