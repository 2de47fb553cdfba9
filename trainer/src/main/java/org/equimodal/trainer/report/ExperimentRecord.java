package org.equimodal.trainer.report;

import java.util.List;
import org.equimodal.trainer.run.Parts;

/**
 * What an experiment of several runs came to ({@code experiment.json} in its folder).
 *
 * @param title what it is called
 * @param command by which it can be done again
 * @param created ISO instant
 * @param tables in the order of reading
 * @param charts in the order of reading
 * @param runs their folders, relative to the experiment's
 * @param notes sentences to be read below the tables
 */
public record ExperimentRecord(
    String title,
    String command,
    String created,
    List<Table> tables,
    List<Chart> charts,
    List<String> runs,
    List<String> notes) {

  /**
   * Copies.
   *
   * @throws IllegalArgumentException if a part is missing
   */
  public ExperimentRecord {
    Parts.require("title", title);
    Parts.require("command", command);
    Parts.require("created", created);
    Parts.require("tables", tables);
    Parts.require("charts", charts);
    Parts.require("runs", runs);
    Parts.require("notes", notes);
    tables = List.copyOf(tables);
    charts = List.copyOf(charts);
    runs = List.copyOf(runs);
    notes = List.copyOf(notes);
  }
}
