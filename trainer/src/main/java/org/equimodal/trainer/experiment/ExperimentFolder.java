package org.equimodal.trainer.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.equimodal.datasets.InputException;
import org.equimodal.trainer.report.Chart;
import org.equimodal.trainer.report.ExperimentRecord;
import org.equimodal.trainer.report.Latex;
import org.equimodal.trainer.report.Markdown;
import org.equimodal.trainer.report.Table;
import org.equimodal.trainer.run.AtomicFile;
import org.equimodal.trainer.run.Json;
import org.equimodal.trainer.run.RunFolder;

/** The folder of an experiment; what is in it depends on the runs alone, not on when they ran. */
public final class ExperimentFolder {

  private static final String RECORD = "experiment.json";

  private static final Pattern SHELL_SAFE = Pattern.compile("[\\w@%+=:,./-]+");

  private final Path path;
  private final String title;
  private final String command;
  private final String created;

  /**
   * Creates the folder, or goes on with it.
   *
   * @param path of the folder
   * @param title of the experiment
   * @param command by which it was asked for, word by word
   * @throws InputException if it is a run's, cannot be created, or nothing can be written to it
   */
  public ExperimentFolder(Path path, String title, List<String> command) {
    this.path = path;
    this.title = title;
    this.command = command.stream().map(ExperimentFolder::quoted).collect(Collectors.joining(" "));
    if (Files.exists(RunFolder.at(path).config())) {
      throw new InputException("--out " + path + ": is the folder of a run; name another folder");
    }
    try {
      Files.createDirectories(path);
      Files.delete(Files.createTempFile(path, ".writable", ".tmp"));
    } catch (IOException e) {
      throw new InputException(
          "--out " + path + ": cannot be written: " + e.getMessage() + "; name another folder", e);
    }
    Path record = path.resolve(RECORD);
    this.created =
        Files.exists(record)
            ? Json.read(record, ExperimentRecord.class, "record of an experiment").created()
            : Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** A word as a shell reads it. */
  private static String quoted(String word) {
    return SHELL_SAFE.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  /** The folder itself. */
  public Path path() {
    return path;
  }

  /**
   * Writes {@code experiment.json}, and every table as Markdown and LaTeX.
   *
   * @param runs the folders of the runs that all this was made from
   */
  public void write(
      List<Table> tables, List<Chart> charts, Collection<Path> runs, List<String> notes) {
    Path from = path.toAbsolutePath().normalize();
    List<String> relative =
        runs.stream()
            .map(run -> from.relativize(run.toAbsolutePath().normalize()).toString())
            .distinct()
            .toList();
    for (Table table : tables) {
      write(table.id() + ".md", Markdown.of(table));
      write(table.id() + ".tex", Latex.of(table));
    }
    Json.write(
        path.resolve(RECORD),
        new ExperimentRecord(title, command, created, tables, charts, relative, notes));
  }

  /** Writes a text file beside them. */
  public void write(String name, String text) {
    AtomicFile.write(path.resolve(name), text);
  }
}
