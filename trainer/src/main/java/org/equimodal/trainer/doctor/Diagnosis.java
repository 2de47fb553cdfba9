package org.equimodal.trainer.doctor;

import java.util.Locale;
import java.util.Optional;
import org.equimodal.datasets.InputException;
import org.equimodal.trainer.doctor.Outcome.State;

/**
 * A check and what it has found.
 *
 * @param check the check's name
 * @param state how things are
 * @param text one line; of a warning or failure it ends in what to do
 */
public record Diagnosis(String check, State state, String text) {

  private static final String SEPARATOR = "\t";
  private static final String LINE = "diagnosis";
  private static final String UNFORESEEN =
      "; this is not foreseen: mend what other lines name, and if it stays report it with all of them";

  /** Of a check that has been made elsewhere. */
  public static Diagnosis of(String check, Outcome outcome) {
    return new Diagnosis(check, outcome.state(), outcome.text());
  }

  /** Makes a check. */
  public static Diagnosis of(Check check) {
    Outcome outcome;
    try {
      outcome = check.look();
    } catch (InputException e) {
      outcome = Outcome.failure(e.getMessage());
    } catch (OutOfMemoryError e) {
      outcome = Outcome.failure(reason(e) + "; give java more with -Xmx");
    } catch (Exception | LinkageError e) {
      outcome = Outcome.failure(reason(e) + UNFORESEEN);
    }
    return of(check.name(), outcome);
  }

  /** The innermost cause: what wraps it only says that something failed. */
  private static String reason(Throwable thrown) {
    Throwable cause = thrown;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getClass().getSimpleName()
        + (cause.getMessage() == null ? "" : ": " + firstLine(cause.getMessage()));
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }

  /** The diagnosis as a line for another process. */
  public String line() {
    return String.join(SEPARATOR, LINE, check, state.name(), text);
  }

  /** What {@link #line} wrote, if the line is one. */
  public static Optional<Diagnosis> parse(String line) {
    String[] fields = line.split(SEPARATOR, 4);
    return fields.length == 4 && fields[0].equals(LINE)
        ? Optional.of(new Diagnosis(fields[1], State.valueOf(fields[2]), fields[3]))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return String.format("%-8s %-9s %s", state.name().toLowerCase(Locale.ROOT), check, text);
  }
}
