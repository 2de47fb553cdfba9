package org.equimodal.trainer;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import org.equimodal.datasets.InputException;
import org.equimodal.trainer.run.Build;
import org.equimodal.trainer.training.DivergedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;

/** Entry point: {@code java -jar trainer.jar [command] [options]}; without a command it trains. */
@Command(
    name = "trainer",
    description = "Trains multimedia recommenders whose modalities are all fully used.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    subcommands = {
      TrainCommand.class,
      TeacherCommand.class,
      EvaluateCommand.class,
      CompareCommand.class,
      ReportCommand.class,
      RecommendCommand.class,
      SimilarCommand.class,
      ExportCommand.class,
      ReproduceCommand.class,
      TuneCommand.class,
      BenchmarkCommand.class,
      PrepareCommand.class,
      EncodeCommand.class,
      ValidateCommand.class,
      DoctorCommand.class
    },
    footer = {
      "",
      "Without a command it trains: trainer --backbone vbpr --dataset sample",
      "Exit codes: 0 done, 1 failed, 2 bad usage or input, 3 training diverged,",
      "130 interrupted by Ctrl-C, 143 by SIGTERM (after saving)."
    })
public final class Main {

  static final int OK = 0;
  static final int FAILED = 1;
  static final int BAD_INPUT = 2;
  static final int DIVERGED = 3;
  static final int INTERRUPTED = 130;

  /** What the line begins with that says why a command failed. */
  static final String ERROR = "error: ";

  private static final Logger logger = LoggerFactory.getLogger(Main.class);

  private Main() {}

  /** Version and commit. */
  static final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
      return new String[] {"Equimodal " + Build.version() + " (" + Build.commit() + ")"};
    }
  }

  /** Runs a command and exits with its code. */
  public static void main(String[] arguments) {
    defaultProperty("ai.djl.offline", "true"); // everything needed is in the jar
    defaultProperty("OPT_OUT_TRACKING", "true");
    try {
      NativeEnvironment.prepare();
    } catch (LinkageError e) {
      logger.debug("the environment is left as it is; whatever needs it will say so", e);
    }
    System.exit(run(arguments));
  }

  private static void defaultProperty(String name, String value) {
    if (System.getProperty(name) == null) {
      System.setProperty(name, value);
    }
  }

  /** Runs a command; for callers that want to live on. */
  static int run(String... arguments) {
    CommandLine commandLine =
        new CommandLine(new Main())
            .setOut(StandardOutput.writer())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setExpandAtFiles(false) // ids may begin with an @
            .setParameterExceptionHandler(Main::badUsage)
            .setExecutionExceptionHandler((e, command, parsed) -> failed(e, command.getErr()));
    try {
      int exitCode = commandLine.execute(withCommand(commandLine, arguments));
      commandLine.getOut().flush();
      if (StandardOutput.isLost()) {
        commandLine
            .getErr()
            .println(
                ERROR
                    + "not all of the output could be written: the disk is full, or its reader has gone");
        return exitCode == OK ? BAD_INPUT : exitCode;
      }
      return exitCode;
    } catch (LinkageError e) {
      commandLine
          .getErr()
          .println(
              ERROR
                  + "a native library cannot be loaded: "
                  + String.valueOf(e.getMessage()).lines().findFirst().orElse("")
                  + "; the command doctor says which, and what to do");
      return FAILED;
    } catch (OutOfMemoryError e) {
      commandLine
          .getErr()
          .println(
              ERROR
                  + "out of memory: "
                  + e.getMessage()
                  + "; give java more with -Xmx, or, in a training, lower training.batchSize or ckd.genericTriples");
      return FAILED;
    }
  }

  /** Training is the command where none is named. */
  private static String[] withCommand(CommandLine commandLine, String[] arguments) {
    boolean named =
        arguments.length > 0
            && (commandLine.getSubcommands().containsKey(arguments[0])
                || Arrays.asList("-h", "--help", "-V", "--version").contains(arguments[0])
                || !arguments[0].startsWith("-"));
    if (named) {
      return arguments;
    }
    String[] completed = new String[arguments.length + 1];
    completed[0] = "train";
    System.arraycopy(arguments, 0, completed, 1, arguments.length);
    return completed;
  }

  private static int badUsage(ParameterException e, String[] arguments) {
    CommandLine command = e.getCommandLine();
    command
        .getErr()
        .println(
            ERROR
                + firstLine(UsageFault.of(e, List.of(arguments)))
                + " (see "
                + command.getCommandSpec().qualifiedName()
                + " --help)");
    return BAD_INPUT;
  }

  private static int failed(Exception e, PrintWriter err) {
    err.println(ERROR + oneLine(e));
    if (e instanceof InputException) {
      return BAD_INPUT;
    }
    return e instanceof DivergedException ? DIVERGED : FAILED;
  }

  private static String oneLine(Exception e) {
    String message = e.getMessage() == null ? e.toString() : e.getMessage();
    boolean expected =
        e instanceof InputException
            || e instanceof DivergedException
            || e instanceof TeacherProcess.FailedException;
    return firstLine(expected ? message : e.getClass().getSimpleName() + ": " + message);
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse(text);
  }
}
