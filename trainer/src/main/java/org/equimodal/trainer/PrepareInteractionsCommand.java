package org.equimodal.trainer;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.equimodal.datasets.InputException;
import org.equimodal.datasets.preparation.InteractionFiles;
import org.equimodal.datasets.preparation.PreparationSettings;
import org.equimodal.datasets.preparation.PreparedData;
import org.equimodal.datasets.preparation.RawColumns;
import org.equimodal.datasets.preparation.TextFormat;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code prepare interactions}: text files with one interaction per line. */
@Command(
    name = "interactions",
    description =
        "Makes a dataset's folder from text files with one interaction per line; features are to be"
            + " added to it.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    sortOptions = false)
final class PrepareInteractionsCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description = "Read one after the other; .gz after the ending means compressed.")
  private List<Path> files;

  @Option(
      names = "--format",
      paramLabel = "tsv|csv|jsonl",
      description = "How the files are written, by default what their endings say.")
  private TextFormat format;

  @Option(
      names = "--user-column",
      paramLabel = "COLUMN",
      required = true,
      description =
          "The column of users: its name, its number from 1 with --no-header, or the key in JSON.")
  private String user;

  @Option(
      names = "--item-column",
      paramLabel = "COLUMN",
      required = true,
      description = "The column of items.")
  private String item;

  @Option(
      names = "--rating-column",
      paramLabel = "COLUMN",
      description = "The column of ratings, which --min-rating looks at.")
  private String rating;

  @Option(
      names = "--timestamp-column",
      paramLabel = "COLUMN",
      description =
          "The column of times, numbers of any unit or ISO 8601 dates; splits by time need it.")
  private String timestamp;

  @Option(names = "--no-header", description = "The first line is an interaction already.")
  private boolean noHeader;

  @Mixin private PreparationOptions preparation = new PreparationOptions();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PreparationSettings settings = preparation.settings();
    if (settings.minimumRating().isPresent() && rating == null) {
      throw new InputException("--min-rating needs --rating-column, which says where ratings are");
    }
    if (settings.split().isPresent() && settings.split().get().needsTimes() && timestamp == null) {
      throw new InputException(
          "--split %s goes by time and needs --timestamp-column; or split by lattice or ratio"
              .formatted(settings.split().get()));
    }
    RawColumns columns =
        new RawColumns(user, item, Optional.ofNullable(rating), Optional.ofNullable(timestamp));
    InteractionFiles interactions =
        new InteractionFiles(files, Optional.ofNullable(format), !noHeader, columns);
    preparation.prepare(
        new PreparedData(
            preparation.name(), interactions, Optional.empty(), Optional.empty(), reading()),
        spec.commandLine().getOut());
    return Main.OK;
  }

  private Map<String, Object> reading() {
    Map<String, Object> reading = new LinkedHashMap<>();
    if (format != null) {
      reading.put("format", format.name().toLowerCase(Locale.ROOT));
    }
    reading.put("header", !noHeader);
    reading.put("userColumn", user);
    reading.put("itemColumn", item);
    if (rating != null) {
      reading.put("ratingColumn", rating);
    }
    if (timestamp != null) {
      reading.put("timestampColumn", timestamp);
    }
    return reading;
  }
}
