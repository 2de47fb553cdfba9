package org.equimodal.trainer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.equimodal.trainer.config.Settings;
import org.equimodal.trainer.doctor.Diagnosis;
import org.equimodal.trainer.doctor.Outcome;

/** The checks that load libtorch, made by this program in a process of its own. */
final class NativeChecks {

  private NativeChecks() {}

  /** What they find; an end of the process before that is a failure of the engine. */
  static List<Diagnosis> inAProcess(Settings settings) {
    List<Diagnosis> diagnoses = new ArrayList<>();
    List<String> said = new ArrayList<>();
    ChildProcess process =
        new ChildProcess(
            "doctor",
            ThisProgram.command(DoctorCommand.nativeArguments(settings)),
            Runtime.getRuntime().availableProcessors(),
            line -> {
              Optional<Diagnosis> diagnosis = Diagnosis.parse(line);
              diagnosis.ifPresentOrElse(diagnoses::add, () -> said.add(line));
            });
    int exitCode = process.await();
    if (exitCode != Main.OK) {
      String last = said.isEmpty() ? "" : ", after saying: " + said.get(said.size() - 1);
      diagnoses.add(
          Diagnosis.of(
              "engine",
              Outcome.failure(
                  exitCode == Main.BAD_INPUT || exitCode == Main.FAILED
                      ? process.reason(exitCode)
                      : "libtorch has ended the process that loaded it (exit code %d%s); use libtorch %s, or unset %s to use the one in the jar"
                          .formatted(
                              exitCode,
                              last,
                              LibtorchFolder.jniVersion(),
                              LibtorchFolder.VARIABLE))));
    }
    return diagnoses;
  }
}
