package org.equimodal.datasets.preparation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Raw interactions made by hand or by a generator, in memory. */
final class RawRows implements SplitSource {
  /** One interaction; the part is for tests of given splits. */
  record Row(String user, String item, double rating, double time, Part part) {}

  private final List<Row> rows = new ArrayList<>();

  RawRows add(String user, String item, double rating, double time) {
    rows.add(new Row(user, item, rating, time, Part.TRAIN));
    return this;
  }

  /** Lines {@code user item rating time}; rating and time may be left out. */
  static RawRows of(String... lines) {
    RawRows source = new RawRows();
    for (String line : lines) {
      String[] words = line.split(" ");
      source.add(
          words[0],
          words[1],
          words.length > 2 ? Double.parseDouble(words[2]) : Double.NaN,
          words.length > 3 ? Double.parseDouble(words[3]) : InteractionSink.NO_TIME);
    }
    return source;
  }

  /** Lines {@code user item part}. */
  static RawRows labelled(String... lines) {
    RawRows source = new RawRows();
    for (String line : lines) {
      String[] words = line.split(" ");
      source.rows.add(
          new Row(words[0], words[1], Double.NaN, InteractionSink.NO_TIME, Part.valueOf(words[2])));
    }
    return source;
  }

  List<Row> rows() {
    return rows;
  }

  /** The same without a split of its own. */
  InteractionSource unlabelled() {
    return new InteractionSource() {
      @Override
      public void read(InteractionSink sink) {
        RawRows.this.read(sink, sink, sink);
      }

      @Override
      public List<Path> files() {
        return List.of();
      }
    };
  }

  @Override
  public void read(InteractionSink train, InteractionSink validation, InteractionSink test) {
    for (Row row : rows) {
      InteractionSink sink =
          switch (row.part()) {
            case TRAIN -> train;
            case VALIDATION -> validation;
            case TEST -> test;
          };
      sink.accept(row.user(), row.item(), row.rating(), row.time());
    }
  }

  @Override
  public List<Path> files() {
    return List.of();
  }
}
