package org.equimodal.trainer.run;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.equimodal.datasets.InputException;
import org.equimodal.datasets.Reason;

/** Test metrics of every user, as a run left them in {@code per-user.tsv}. */
public final class PerUserMetrics {

  /** Heading of the column of users. */
  static final String USER = "userID";

  private final int[] users;
  private final Map<String, double[]> columns;

  private PerUserMetrics(int[] users, Map<String, double[]> columns) {
    this.users = users;
    this.columns = columns;
  }

  /** The users who have test items, ascending. */
  public int[] users() {
    return users.clone();
  }

  /** What was measured, for instance {@code recall@20}. */
  public Set<String> metrics() {
    return columns.keySet();
  }

  /**
   * One metric's value for every user, parallel to {@link #users()}.
   *
   * @throws IllegalArgumentException if it was not measured
   */
  public double[] of(String metric) {
    if (!columns.containsKey(metric)) {
      throw new IllegalArgumentException(metric + " was not measured, only " + metrics());
    }
    return columns.get(metric).clone();
  }

  /**
   * The same users with one metric alone.
   *
   * @throws IllegalArgumentException if it was not measured
   */
  public PerUserMetrics only(String metric) {
    return new PerUserMetrics(users, Map.of(metric, of(metric)));
  }

  /**
   * Reads a file.
   *
   * @throws InputException if it is missing or not of that form, naming the line
   */
  static PerUserMetrics read(Path path) {
    if (!Files.isRegularFile(path)) {
      throw new InputException(
          path + ": no such file, though the run has finished; restore it or train the run again");
    }
    try (CsvReader<CsvRecord> reader =
        CsvReader.builder()
            .fieldSeparator('\t')
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .ofCsvRecord(path)) {
      return read(path, reader.iterator());
    } catch (IOException | UncheckedIOException | CsvParseException e) {
      throw new InputException("cannot read " + path + ": " + Reason.of(e) + "; restore it", e);
    }
  }

  private static PerUserMetrics read(Path path, Iterator<CsvRecord> lines) {
    if (!lines.hasNext()) {
      throw new InputException(path + " is empty: expected a heading with " + USER);
    }
    List<String> metrics = metrics(path, lines.next().getFields());
    SortedMap<Integer, double[]> rows = new TreeMap<>();
    while (lines.hasNext()) {
      CsvRecord line = lines.next();
      String where = path + ", line " + line.getStartingLineNumber();
      if (line.getFieldCount() != metrics.size() + 1) {
        throw new InputException(
            "%s: %d columns, but %d headings; is the file cut short?"
                .formatted(where, line.getFieldCount(), metrics.size() + 1));
      }
      int user = user(where, line.getField(0));
      double[] row = new double[metrics.size()];
      for (int m = 0; m < row.length; m++) {
        row[m] = value(where, metrics.get(m), line.getField(m + 1));
      }
      if (rows.put(user, row) != null) {
        throw new InputException(
            where + ": user " + user + " is listed a second time; keep one line");
      }
    }
    return new PerUserMetrics(
        rows.keySet().stream().mapToInt(Integer::intValue).toArray(), columns(metrics, rows));
  }

  private static List<String> metrics(Path path, List<String> headings) {
    List<String> metrics = headings.subList(1, headings.size());
    if (!headings.get(0).equals(USER)
        || metrics.isEmpty()
        || metrics.stream().anyMatch(String::isBlank)
        || new LinkedHashSet<>(metrics).size() < metrics.size()) {
      throw new InputException(
          "%s, line 1: expected the headings %s and one per metric, separated by tabs, each once, was '%s'"
              .formatted(path, USER, String.join(" ", headings)));
    }
    return metrics;
  }

  private static int user(String where, String text) {
    if (!text.matches("\\d{1,10}") || Long.parseLong(text) > Integer.MAX_VALUE) {
      throw new InputException(
          "%s: %s '%s' is not the id of a user; expected a whole number"
              .formatted(where, USER, text));
    }
    return Integer.parseInt(text);
  }

  private static double value(String where, String metric, String text) {
    double value = Double.NaN;
    try {
      value = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      // not a number: said below
    }
    if (!Double.isFinite(value)) {
      throw new InputException("%s: %s '%s' is not a finite number".formatted(where, metric, text));
    }
    return value;
  }

  private static Map<String, double[]> columns(
      List<String> metrics, SortedMap<Integer, double[]> rows) {
    Map<String, double[]> columns = new LinkedHashMap<>();
    for (int m = 0; m < metrics.size(); m++) {
      int column = m;
      columns.put(metrics.get(m), rows.values().stream().mapToDouble(row -> row[column]).toArray());
    }
    return columns;
  }
}
