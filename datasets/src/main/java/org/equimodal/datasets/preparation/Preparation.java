package org.equimodal.datasets.preparation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.equimodal.datasets.InputException;
import org.equimodal.datasets.LatticeSplit;
import org.equimodal.datasets.PendingFolder;
import org.equimodal.datasets.Reason;
import org.equimodal.datasets.preparation.PreparationReport.Features;
import org.equimodal.datasets.preparation.PreparationReport.Stage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a dataset's folder: interactions rated too low are passed over as they are read; then of a
 * user's interactions with one item one stays; then users and items with too few are dropped, until
 * none has too few; then the rest is split.
 *
 * <p>Users and items get dense ids in the order in which the source first names them. The same
 * sources and settings give the same bytes. In memory there are columns of numbers, some 50 bytes
 * per interaction, and one id per user and item.
 */
public final class Preparation {
  private static final Logger LOGGER = LoggerFactory.getLogger(Preparation.class);
  private static final String GIVEN = "given";

  private final PreparationSettings settings;

  /** A preparation with these settings, for any data. */
  public Preparation(PreparationSettings settings) {
    this.settings = settings;
  }

  /**
   * Makes the folder, which appears when it is whole.
   *
   * @param folder its name; its parent is made if it is not there
   * @throws InputException if files are missing, the data are malformed, nothing is left of them,
   *     they lack what a filter or the split needs, the folder's name is taken or unusable, or
   *     something cannot be written
   */
  public PreparationReport prepare(PreparedData data, Path folder) {
    requireFiles(data);
    try (PendingFolder pending =
        PendingFolder.begin(
            folder, target -> Provenance.requireReplaceable(target, settings.overwrite()))) {
      PreparationReport report = make(data, folder, pending.path());
      pending.finish();
      return report;
    } catch (IOException e) {
      throw unwritable(folder, e);
    } catch (UncheckedIOException e) {
      throw unwritable(folder, e.getCause());
    }
  }

  private static InputException unwritable(Path folder, IOException e) {
    return new InputException(
        "cannot write %s: %s; make room, or name another folder with --out"
            .formatted(folder, Reason.of(e)),
        e);
  }

  /** Looks for all files before the first is read, which may take long. */
  private static void requireFiles(PreparedData data) {
    for (Path file : data.files()) {
      if (!Files.isRegularFile(file)) {
        throw new InputException(
            file + (Files.exists(file) ? " is no file" : " does not exist") + "; check its name");
      }
    }
  }

  /** Makes the folder's files under a temporary name. */
  private PreparationReport make(PreparedData data, Path folder, Path pending) throws IOException {
    Optional<SplitSource> given = given(data);
    Core core = settings.core().orElse(given.isPresent() ? Core.ALL : Core.FIVE);
    List<Stage> stages = new ArrayList<>();
    RawInteractions raw = RawInteractions.read(data, given, settings.minimumRating());
    InteractionTable table = filter(raw, core, stages);

    BitSet users = table.presentUsers();
    BitSet items = table.presentItems();
    List<String> userIds = users.stream().mapToObj(raw.users()::id).toList();
    List<String> itemIds = items.stream().mapToObj(raw.items()::id).toList();
    table.renumber(users, items);
    byte[] labels =
        given.isPresent() ? table.labels() : labels(table, userIds.size(), itemIds.size());
    int[] parts = parts(labels, splitName(given));

    DatasetFiles files = new DatasetFiles(pending, userIds, itemIds);
    files.interactions(data.name(), table, labels);
    files.rawIds();
    files.facts(data.content());
    PreparationReport report =
        new PreparationReport(
            folder,
            stages,
            splitName(given),
            parts[Part.TRAIN.label()],
            parts[Part.VALIDATION.label()],
            parts[Part.TEST.label()],
            features(data, files));
    Provenance.write(pending, data, settings, core, report);
    return report;
  }

  /** The source if its own split is kept. */
  private Optional<SplitSource> given(PreparedData data) {
    return settings.split().isEmpty() && data.interactions() instanceof SplitSource source
        ? Optional.of(source)
        : Optional.empty();
  }

  private InteractionTable filter(RawInteractions raw, Core core, List<Stage> stages) {
    int userCount = raw.users().size();
    int itemCount = raw.items().size();
    stages.add(new Stage("read", raw.read(), userCount, itemCount));
    if (settings.minimumRating().isPresent()) {
      stages.add(
          new Stage("rating", raw.buffer().size(), raw.buffer().users(), raw.buffer().items()));
    }
    Crossings crossings = new Crossings();
    InteractionTable table = raw.buffer().distinct(userCount, settings.duplicates(), crossings);
    if (crossings.count() > 0) {
      LOGGER.warn(
          "{} interactions repeat one of another part of the given split, for instance user '{}' with item '{}'; only the {} of each pair is kept",
          crossings.count(),
          raw.users().id(crossings.user()),
          raw.items().id(crossings.item()),
          settings.duplicates());
    }
    stages.add(stage("duplicates", table));
    if (!core.equals(Core.ALL)) {
      int before = table.size();
      CoreFilter.apply(table, userCount, itemCount, core);
      if (table.size() == 0) {
        throw new InputException(
            "nothing is left of %d interactions when users with fewer than %d and items with fewer than %d are left out; lower --core"
                .formatted(before, core.users(), core.items()));
      }
      stages.add(stage("core", table));
    }
    return table;
  }

  private static Stage stage(String name, InteractionTable table) {
    return new Stage(
        name, table.size(), table.presentUsers().cardinality(), table.presentItems().cardinality());
  }

  private SplitRule rule() {
    return settings.split().orElse(SplitRule.LATTICE);
  }

  private String splitName(Optional<SplitSource> given) {
    return given.isPresent() ? GIVEN : rule().toString();
  }

  private byte[] labels(InteractionTable table, int users, int items) {
    Shares shares = settings.shares();
    return switch (rule()) {
      case LATTICE -> LatticeSplit.labels(table.interactions(users, items), settings.seed());
      case RATIO -> RatioSplit.labels(table.interactions(users, items), shares, settings.seed());
      case LEAVE_LAST_OUT -> TimeSplit.leaveLastOut(table, users);
      case GLOBAL_TIME -> TimeSplit.global(table, shares);
    };
  }

  /** How many interactions each part has. */
  private static int[] parts(byte[] labels, String split) {
    int[] counts = new int[Part.values().length];
    for (byte label : labels) {
      counts[label]++;
    }
    for (Part part : Part.values()) {
      if (counts[part.label()] == 0) {
        throw new InputException(
            "the split %s leaves nothing for %s of %d interactions; use another --split, other --ratios or more data"
                .formatted(split, part, labels.length));
      }
    }
    return counts;
  }

  private static List<Features> features(PreparedData data, DatasetFiles files) throws IOException {
    List<Features> features = new ArrayList<>();
    if (data.content().isPresent()) {
      for (FeatureSource source : data.content().get().features()) {
        features.add(files.features(source));
      }
    }
    return features;
  }
}
