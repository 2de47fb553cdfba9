package org.equimodal.datasets;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A dataset's folder, read part by part as {@link DatasetReader} reads it, but past the first
 * fault: what can be read is here, what is wrong with the rest is among the findings. Matrices of
 * features are not read, only looked at, because they may be larger than all else.
 *
 * @param split the interactions, if there are any that can be read
 * @param features the feature files that can be read, by their headers
 * @param categories one per item, where known
 */
public record DatasetInspection(
    Optional<Split> split, List<FeatureFile> features, Optional<Categories> categories) {

  /** Copies the list. */
  public DatasetInspection {
    features = List.copyOf(features);
  }

  /**
   * Reads a folder.
   *
   * @param name the dataset's name
   * @param folder the folder with its files
   * @param findings takes faults and warnings
   */
  public static DatasetInspection of(
      String name, Path folder, DataSettings settings, Findings findings) {
    Optional<FolderLayout> found =
        findings.attempt("folder", problems -> DatasetReader.layout(name, folder, settings));
    if (found.isEmpty()) {
      return new DatasetInspection(Optional.empty(), List.of(), Optional.empty());
    }
    FolderLayout layout = found.get();
    Optional<LabelledInteractions> interactions =
        findings.attempt(
            "interactions", problems -> layout.interactions(name, folder, settings, problems));
    Optional<Split> split =
        interactions
            .flatMap(
                all ->
                    findings.attempt(
                        "interactions",
                        problems ->
                            all.checkedSplit(
                                layout.interactionSource(name, folder, settings).toString(),
                                problems)))
            .filter(read -> read.users() > 0);
    List<FeatureFile> features =
        findings
            .attempt(
                "features",
                problems ->
                    FeatureFiles.find(name, folder, settings, layout, problems)
                        .fitting(interactions.filter(all -> all.size() > 0), problems))
            .orElse(List.of());
    return new DatasetInspection(
        split, features, split.flatMap(read -> sideTables(folder, settings, read, findings)));
  }

  /** Checks the tables beside the interactions, whose ids they must know. */
  private static Optional<Categories> sideTables(
      Path folder, DataSettings settings, Split split, Findings findings) {
    names(folder, SideTables.ITEMS, SideTables.ITEM_ID, split.items(), findings);
    names(folder, SideTables.USERS, SideTables.USER_ID, split.users(), findings);
    return findings
        .attempt(
            "categories",
            problems -> SideTables.categories(folder, settings, split.items(), problems))
        .flatMap(read -> read);
  }

  private static void names(
      Path folder, String table, String idColumn, int count, Findings findings) {
    findings
        .attempt(table, problems -> SideTables.names(folder, table, idColumn, count, problems))
        .flatMap(read -> read)
        .ifPresent(names -> checkNames(folder.resolve(table), idColumn, names, findings));
  }

  private static void checkNames(Path table, String idColumn, String[] names, Findings findings) {
    Map<String, Integer> idOfName = new HashMap<>();
    int unnamed = 0;
    int ambiguous = 0;
    String example = "";
    for (int id = 0; id < names.length; id++) {
      Integer other = names[id] == null ? null : idOfName.putIfAbsent(names[id], id);
      unnamed += names[id] == null ? 1 : 0;
      if (other != null && ambiguous++ == 0) {
        example = "%s %d and %d are both '%s'".formatted(idColumn, other, id, names[id]);
      }
    }
    if (unnamed > 0) {
      findings.warning(
          "%s names %d of %d ids; the others are called by their numbers"
              .formatted(table, names.length - unnamed, names.length));
    }
    if (ambiguous > 0) {
      findings.warning(
          "%s gives %d ids the name of another (%s); what is recommended cannot be told apart"
              .formatted(table, ambiguous, example));
    }
  }
}
