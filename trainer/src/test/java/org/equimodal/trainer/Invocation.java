package org.equimodal.trainer;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntSupplier;

/**
 * The program run inside this process, and everything it printed.
 *
 * @param exitCode what the process would have ended with
 * @param out standard output
 * @param err standard error, log lines included
 */
public record Invocation(int exitCode, String out, String err) {

  private static final String RUN_LINE = "run: ";

  /** Runs the program. */
  public static Invocation of(String... arguments) {
    return of(() -> Main.run(arguments));
  }

  /** Runs a part of the program. */
  public static Invocation of(IntSupplier program) {
    PrintStream formerOut = System.out;
    PrintStream formerErr = System.err;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exitCode;
    try (PrintStream newOut = new PrintStream(out, true, StandardCharsets.UTF_8);
        PrintStream newErr = new PrintStream(err, true, StandardCharsets.UTF_8)) {
      System.setOut(newOut);
      System.setErr(newErr);
      exitCode = program.getAsInt();
    } finally {
      System.setOut(formerOut);
      System.setErr(formerErr);
    }
    return new Invocation(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** Runs the program, which must succeed. */
  public static Invocation succeed(String... arguments) {
    Invocation invocation = of(arguments);
    if (invocation.exitCode() != 0) {
      throw new AssertionError(String.join(" ", arguments) + " failed:\n" + invocation.err());
    }
    return invocation;
  }

  /** The folder of the run that a training printed. */
  public Path run() {
    return out.lines()
        .filter(line -> line.startsWith(RUN_LINE))
        .map(line -> Path.of(line.substring(RUN_LINE.length())))
        .findFirst()
        .orElseThrow();
  }

  /** The lines of standard error. */
  public List<String> errorLines() {
    return err.lines().toList();
  }
}
