package org.equimodal.trainer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import org.equimodal.trainer.config.Settings;
import org.equimodal.trainer.doctor.Diagnosis;
import org.equimodal.trainer.doctor.Outcome;

/** The checks that load libtorch, made by this program in a process of its own. */
final class NativeChecks {

  /** Long, because the first start unpacks libtorch. */
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private NativeChecks() {}

  /**
   * What they find; an end of the process before that, and one that does not come, are failures of
   * the engine.
   */
  static List<Diagnosis> inAProcess(Settings settings) {
    return by(ThisProgram.command(DoctorCommand.nativeArguments(settings)), LIMIT);
  }

  /**
   * What a process finds.
   *
   * @param command of the operating system
   * @param limit after which it is ended
   */
  static List<Diagnosis> by(List<String> command, Duration limit) {
    List<Diagnosis> diagnoses = new CopyOnWriteArrayList<>(); // its process may outlive the limit
    List<String> said = new CopyOnWriteArrayList<>();
    ChildProcess process =
        new ChildProcess(
            "doctor",
            command,
            Runtime.getRuntime().availableProcessors(),
            line -> {
              Optional<Diagnosis> diagnosis = Diagnosis.parse(line);
              diagnosis.ifPresentOrElse(diagnoses::add, () -> said.add(line));
            });
    OptionalInt exitCode = process.await(limit);
    List<Diagnosis> all = new ArrayList<>(diagnoses);
    String last = said.isEmpty() ? "" : ", after saying: " + said.get(said.size() - 1);
    if (exitCode.isEmpty()) {
      all.add(failure(hung(limit, last)));
    } else if (exitCode.getAsInt() != Main.OK) {
      all.add(failure(ended(process, exitCode.getAsInt(), last)));
    }
    return all;
  }

  private static Diagnosis failure(String why) {
    return Diagnosis.of("engine", Outcome.failure(why));
  }

  private static String hung(Duration limit, String last) {
    return "the process that loads libtorch was not done after %d s and was ended%s; a device may hang (look with nvidia-smi; --device cpu leaves it out), or the machine is busy: try again"
        .formatted(limit.toSeconds(), last);
  }

  private static String ended(ChildProcess process, int exitCode, String last) {
    return exitCode == Main.BAD_INPUT || exitCode == Main.FAILED
        ? process.reason(exitCode)
        : "libtorch has ended the process that loaded it (exit code %d%s); use libtorch %s, or unset %s to use the one in the jar"
            .formatted(exitCode, last, LibtorchFolder.jniVersion(), LibtorchFolder.VARIABLE);
  }
}
