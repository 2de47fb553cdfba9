package org.equimodal.trainer;

import ai.djl.util.Utils;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.equimodal.trainer.config.Settings;
import org.equimodal.trainer.config.Sources;
import org.equimodal.trainer.doctor.Check;
import org.equimodal.trainer.doctor.DatasetsCheck;
import org.equimodal.trainer.doctor.DeviceCheck;
import org.equimodal.trainer.doctor.Diagnoses;
import org.equimodal.trainer.doctor.Diagnosis;
import org.equimodal.trainer.doctor.EngineCheck;
import org.equimodal.trainer.doctor.JnaCheck;
import org.equimodal.trainer.doctor.KernelCheck;
import org.equimodal.trainer.doctor.MemoryCheck;
import org.equimodal.trainer.doctor.NativesCheck;
import org.equimodal.trainer.doctor.OfflineCheck;
import org.equimodal.trainer.doctor.Outcome;
import org.equimodal.trainer.doctor.Outcome.State;
import org.equimodal.trainer.doctor.ProgramCheck;
import org.equimodal.trainer.doctor.TerminalCheck;
import org.equimodal.trainer.doctor.ThreadsCheck;
import org.equimodal.trainer.doctor.WritableFolderCheck;
import org.equimodal.trainer.run.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code doctor}: whether this installation can train. What loads libtorch runs in a process of its
 * own, because a library that does not fit ends the process that loads it.
 */
@Command(
    name = "doctor",
    description = "Checks whether this installation can train, and says what to do if not.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    sortOptions = false)
final class DoctorCommand implements Callable<Integer> {

  private static final String NATIVES = "--natives";

  @Option(names = "--json", description = "Writes the report as JSON.")
  private boolean json;

  @Option(names = "--run-dir", paramLabel = "D", description = "Where runs are written.")
  private String runDir;

  @Option(
      names = NATIVES,
      hidden = true,
      description = "Make the checks that load libtorch, as this command starts itself.")
  private boolean natives;

  @Mixin private ConfigurationOptions configuration = new ConfigurationOptions();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Settings settings =
        configuration.resolve(List.of(), List.of(new Sources.Flag("--run-dir", "runDir", runDir)));
    if (natives) {
      examineNatives(settings);
      return Main.OK;
    }
    Diagnoses diagnoses = Diagnoses.of(examine(settings));
    print(json ? Json.text(diagnoses) : diagnoses.text());
    return diagnoses.failures() == 0 ? Main.OK : Main.BAD_INPUT;
  }

  private List<Diagnosis> examine(Settings settings) {
    Diagnosis jna = Diagnosis.of(new JnaCheck());
    Diagnosis libtorch = Diagnosis.of(new LibtorchCheck());
    List<Diagnosis> diagnoses = new ArrayList<>();
    diagnoses.add(Diagnosis.of(new ProgramCheck()));
    diagnoses.add(jna);
    diagnoses.add(libtorch);
    diagnoses.add(
        Diagnosis.of(
            new NativesCheck(Utils.getEngineCacheDir("pytorch"), LibtorchFolder.isNamed())));
    diagnoses.addAll(
        Stream.of(jna, libtorch)
            .filter(needed -> needed.state() == State.FAILURE)
            .findFirst()
            .map(DoctorCommand::withoutEngine)
            .orElseGet(() -> NativeChecks.inAProcess(settings)));
    BooleanSupplier terminal =
        jna.state() == State.FAILURE ? () -> false : NativeEnvironment::isTerminal;
    List<Check> others =
        List.of(
            ThreadsCheck.ofThisProcess(),
            MemoryCheck.ofThisProcess(),
            new WritableFolderCheck(
                "runs", Path.of(settings.runDir()), "name another folder with --run-dir"),
            new WritableFolderCheck(
                "temp",
                Path.of(System.getProperty("java.io.tmpdir")),
                "name another folder with -Djava.io.tmpdir=D"),
            new DatasetsCheck(Path.of(settings.dataDir())),
            new OfflineCheck(),
            new TerminalCheck(terminal, Charset.defaultCharset()));
    others.forEach(check -> diagnoses.add(Diagnosis.of(check)));
    return diagnoses;
  }

  private static List<Diagnosis> withoutEngine(Diagnosis needed) {
    return List.of(Diagnosis.of("engine", Outcome.warning("not tried; see " + needed.check())));
  }

  /** One after the other up to the first that fails, because each needs the one before. */
  private void examineNatives(Settings settings) {
    NativeEnvironment.prepareEngine(settings);
    List<Check> checks =
        List.of(
            new EngineCheck(LibtorchFolder.jniVersion()),
            new DeviceCheck(settings.device()),
            new KernelCheck(settings.device()));
    for (Check check : checks) {
      Diagnosis diagnosis = Diagnosis.of(check);
      print(diagnosis.line() + "\n");
      if (diagnosis.state() == State.FAILURE) {
        return;
      }
    }
  }

  /** The arguments by which this command makes the checks that load libtorch. */
  static List<String> nativeArguments(Settings settings) {
    return List.of("doctor", NATIVES, "--device", settings.device());
  }

  private void print(String text) {
    PrintWriter out = spec.commandLine().getOut();
    out.print(text);
    out.flush();
  }
}
