package org.equimodal.trainer;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.equimodal.datasets.InputException;
import org.equimodal.datasets.preparation.Core;
import org.equimodal.datasets.preparation.Duplicates;
import org.equimodal.datasets.preparation.Preparation;
import org.equimodal.datasets.preparation.PreparationReport;
import org.equimodal.datasets.preparation.PreparationSettings;
import org.equimodal.datasets.preparation.PreparedData;
import org.equimodal.datasets.preparation.Shares;
import org.equimodal.datasets.preparation.SplitRule;
import org.equimodal.trainer.report.PlainText;
import org.equimodal.trainer.run.Build;
import picocli.CommandLine.Option;

/** The flags of everything that makes a dataset's folder. */
final class PreparationOptions {

  private static final List<Double> DEFAULT_RATIOS = List.of(0.8, 0.1, 0.1);

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      required = true,
      description = "The dataset's folder; it appears when all is done.")
  private Path out;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "The dataset's name, by default its folder's.")
  private String name;

  @Option(
      names = "--overwrite",
      description = "Replace a folder that is there, as soon as the new one is whole.")
  private boolean overwrite;

  @Option(
      names = "--min-rating",
      paramLabel = "X",
      description = "Only interactions rated at least X count; by default all do.")
  private Double minimumRating;

  @Option(
      names = "--duplicates",
      paramLabel = "first|last",
      description =
          "Which of a user's interactions with one item stays, by time: ${DEFAULT-VALUE}.")
  private Duplicates duplicates = Duplicates.FIRST;

  @Option(
      names = "--core",
      paramLabel = "K",
      description =
          "Users and items with fewer than K interactions are left out, again and again until none"
              + " has fewer: 5; 1 keeps all, as is done where a given split is kept.")
  private Integer core;

  @Option(names = "--user-core", paramLabel = "K", description = "The same for users alone.")
  private Integer userCore;

  @Option(names = "--item-core", paramLabel = "K", description = "The same for items alone.")
  private Integer itemCore;

  @Option(
      names = "--split",
      paramLabel = "lattice|ratio|leave-last-out|global-time",
      description = "How test and validation are chosen: as the data say, else lattice.")
  private SplitRule split;

  @Option(
      names = "--ratios",
      paramLabel = "A,B,C",
      split = ",",
      description =
          "Shares of training, validation and test, for ratio and global-time: 0.8,0.1,0.1.")
  private List<Double> ratios;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Of the split's draw: ${DEFAULT-VALUE}.")
  private long seed = 123;

  /**
   * The dataset's name.
   *
   * @throws InputException if neither a name nor a folder with one was given
   */
  String name() {
    if (name != null) {
      return name;
    }
    Path last = out.toAbsolutePath().normalize().getFileName();
    if (last == null) {
      throw new InputException("--out " + out + " is the root of a file system; name a folder");
    }
    return last.toString();
  }

  /**
   * Makes the dataset's folder and prints what came of it.
   *
   * @param data of that name
   * @throws InputException as {@link Preparation#prepare} says
   */
  void prepare(PreparedData data, PrintWriter printer) {
    PreparationReport report = new Preparation(settings()).prepare(data, out);
    printer.print(PlainText.of(PreparationTable.of(data.name(), report)));
    printer.println("dataset: " + out);
    printer.flush();
  }

  /**
   * What the user asked for.
   *
   * @throws InputException if flags contradict each other
   */
  PreparationSettings settings() {
    if (ratios != null && (split == null || !split.needsShares())) {
      throw new InputException("--ratios goes with --split ratio or global-time only");
    }
    if (core != null && (userCore != null || itemCore != null)) {
      throw new InputException("--core is for users and items; leave it or the other core out");
    }
    return new PreparationSettings(
        minimumRating == null ? OptionalDouble.empty() : OptionalDouble.of(minimumRating),
        duplicates,
        core(),
        Optional.ofNullable(split),
        shares(),
        seed,
        overwrite,
        "Equimodal " + Build.version() + " (" + Build.commit() + ")");
  }

  private Optional<Core> core() {
    if (core != null) {
      return Optional.of(new Core(core, core));
    }
    if (userCore != null || itemCore != null) {
      return Optional.of(
          new Core(userCore == null ? 1 : userCore, itemCore == null ? 1 : itemCore));
    }
    return Optional.empty();
  }

  private Shares shares() {
    List<Double> given = ratios == null ? DEFAULT_RATIOS : ratios;
    if (given.size() != 3) {
      throw new InputException(
          "--ratios needs three shares, of training, validation and test, such as 0.8,0.1,0.1");
    }
    return new Shares(given.get(0), given.get(1), given.get(2));
  }
}
