package org.equimodal.trainer.report;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What there is to read about a run or an experiment, whatever it is written as.
 *
 * @param title heading
 * @param lead one line below it
 * @param summary what happened, in sentences
 * @param sections in the order of reading
 * @param listings texts that few read
 * @param links to what belongs to it
 */
public record Report(
    String title,
    String lead,
    List<String> summary,
    List<Section> sections,
    List<Listing> listings,
    List<Link> links) {

  /** Copies. */
  public Report {
    summary = List.copyOf(summary);
    sections = List.copyOf(sections);
    listings = List.copyOf(listings);
    links = List.copyOf(links);
  }

  /** The tables of all sections. */
  Stream<Table> tables() {
    return sections.stream().flatMap(section -> section.tables().stream());
  }

  /**
   * A section.
   *
   * @param title heading
   * @param tables first
   * @param charts below them, side by side
   * @param size of the charts
   */
  record Section(String title, List<Table> tables, List<Chart> charts, SvgChart.Size size) {
    Section {
      tables = List.copyOf(tables);
      charts = List.copyOf(charts);
    }

    boolean isEmpty() {
      return tables.isEmpty() && charts.isEmpty();
    }
  }

  /** A text under a name, as it is. */
  record Listing(String name, String text) {}

  /** A file or folder to go to. */
  record Link(String name, Path target) {}
}
