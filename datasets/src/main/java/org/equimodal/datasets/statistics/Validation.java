package org.equimodal.datasets.statistics;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.equimodal.datasets.Categories;
import org.equimodal.datasets.DataSettings;
import org.equimodal.datasets.Dataset;
import org.equimodal.datasets.DatasetInspection;
import org.equimodal.datasets.FeatureFile;
import org.equimodal.datasets.Findings;
import org.equimodal.datasets.ItemFeatures;
import org.equimodal.datasets.Split;
import org.equimodal.datasets.preparation.Provenance;
import org.equimodal.datasets.preparation.RecordedFiles;

/**
 * Looks a dataset over: all that is wrong with it at once, and what it is like as far as it can be
 * read. A fault is what a training would refuse. One modality's features are in memory at a time.
 */
public final class Validation {
  /** Pairs of items of each kind; the AUC's standard error is below 0.003 with them. */
  private static final int PAIRS = 20_000;

  /** Standard errors that an AUC must be above one half to be told from chance. */
  private static final double DISTINCT = 2;

  private final String name;
  private final long seed;
  private final Findings findings;

  /**
   * A look that has yet to be taken.
   *
   * @param name the dataset's name
   * @param seed of the pairs of items that are drawn
   * @param findings what is known to be wrong already; takes what is found
   */
  public Validation(String name, long seed, Findings findings) {
    this.name = name;
    this.seed = seed;
    this.findings = findings;
  }

  /** Looks at a folder. */
  public DatasetReport of(Path folder, DataSettings settings) {
    DatasetInspection dataset = DatasetInspection.of(name, folder, settings, findings);
    checkRecord(Provenance.files(folder));
    Optional<ItemPairs> pairs = dataset.split().flatMap(this::pairs);
    List<ModalityStatistics> modalities = new ArrayList<>();
    for (FeatureFile file : dataset.features()) {
      findings
          .attempt(file.modality().name(), file::readRaw)
          .map(raw -> modality(file.dtype(), file.standardize(), raw, fitting(dataset, pairs, raw)))
          .ifPresent(modalities::add);
    }
    return report(dataset.split(), modalities, dataset.categories());
  }

  /** Compares a prepared dataset's files with what is recorded of them. */
  private void checkRecord(RecordedFiles recorded) {
    for (String file : recorded.missing()) {
      findings.warning(
          "dataset %s: %s, which the preparation wrote, is missing; put it back or prepare the dataset again"
              .formatted(name, file));
    }
    List<String> changed =
        findings
            .attempt(
                "recorded files",
                problems ->
                    recorded.changed().stream().filter(file -> !recorded.isEncoded(file)).toList())
            .orElse(List.of());
    for (String file : changed) {
      findings.warning(
          "dataset %s: %s was changed since it was prepared, so its ids may stand for others; put the former file back or prepare the dataset again"
              .formatted(name, file));
    }
  }

  /** Looks at a dataset without files. */
  public DatasetReport of(Dataset dataset) {
    Optional<ItemPairs> pairs = pairs(dataset.split());
    List<ModalityStatistics> modalities =
        dataset.features().stream()
            .map(features -> modality(null, features.isStandardized(), features, pairs))
            .toList();
    return report(Optional.of(dataset.split()), modalities, dataset.categories());
  }

  /** The report where it is not known how the folder is to be read. */
  public DatasetReport withoutSettings() {
    return report(Optional.empty(), List.of(), Optional.empty());
  }

  private Optional<ItemPairs> pairs(Split split) {
    return ItemPairs.draw(split.train(), PAIRS, seed);
  }

  /** The pairs if the rows are the items. */
  private static Optional<ItemPairs> fitting(
      DatasetInspection dataset, Optional<ItemPairs> pairs, ItemFeatures raw) {
    return pairs.filter(all -> raw.rows() == dataset.split().orElseThrow().items());
  }

  private ModalityStatistics modality(
      String dtype, boolean standardize, ItemFeatures raw, Optional<ItemPairs> pairs) {
    FeatureStatistics features = FeatureStatistics.of(raw);
    Agreement agreement =
        pairs
            .filter(all -> features.notFinite() == 0)
            .map(all -> Agreement.of(all, raw, standardize))
            .orElse(null);
    String modality = raw.modality().name();
    Double share = features.meanRowShare();
    if (!standardize && share != null && share > 0.5) {
      findings.warning(
          String.format(
              Locale.ROOT,
              "dataset %s: the mean row carries %.1f %% of the energy of %s, so masking the modality takes"
                  + " little away; standardise it (data.modalities.%s.standardize)",
              name,
              100 * share,
              modality,
              modality));
    }
    if (agreement != null && agreement.auc() - 0.5 <= DISTINCT * agreement.standardError()) {
      findings.warning(
          String.format(
              Locale.ROOT,
              "dataset %s: items of one user are no more alike in %s than any items (AUC %.3f, standard error"
                  + " %.3f); check that row i is item i",
              name,
              modality,
              agreement.auc(),
              agreement.standardError()));
    }
    return new ModalityStatistics(modality, dtype, standardize, features, agreement);
  }

  private DatasetReport report(
      Optional<Split> split, List<ModalityStatistics> modalities, Optional<Categories> categories) {
    SplitStatistics statistics = split.map(SplitStatistics::of).orElse(null);
    if (statistics != null) {
      checkParts(statistics);
      checkGaps("user", statistics.users());
      checkGaps("item", statistics.items());
    }
    categories.ifPresent(this::checkCategories);
    return new DatasetReport(
        name,
        statistics,
        modalities,
        categories.map(Categories::count).orElse(null),
        findings.warnings(),
        findings.faults());
  }

  private void checkParts(SplitStatistics split) {
    if (split.validation() == 0) {
      findings.fault(
          "dataset %s has no validation items, by which the best epoch is chosen; hold some out (x_label 1)"
              .formatted(name));
    }
    if (split.test() == 0) {
      findings.warning(
          "dataset %s has no test items: all test metrics will be 0; hold some out (x_label 2)"
              .formatted(name));
    }
  }

  private void checkGaps(String what, SideStatistics side) {
    if (side.absent() > 0) {
      findings.warning(
          "dataset %s: %d of %d %s ids are in no interaction, the first is %d; if they do not exist, number %ss from 0 without gaps"
              .formatted(name, side.absent(), side.count(), what, side.firstAbsent(), what));
    }
  }

  private void checkCategories(Categories categories) {
    int unknown = categories.names().indexOf(Categories.UNKNOWN);
    int items = 0;
    for (int category : categories.ofItem()) {
      items += category == unknown ? 1 : 0;
    }
    if (items > 0) {
      findings.warning(
          "dataset %s: %d of %d items have no category; they share one called %s"
              .formatted(name, items, categories.ofItem().length, Categories.UNKNOWN));
    }
  }
}
