package org.equimodal.datasets;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a dataset's folder is read: the {@code data} section of the configuration.
 *
 * @param layout how the files are arranged
 * @param interactions the {@code .inter} file, relative to the folder; null: {@code NAME.inter} or
 *     the only one there
 * @param modalities files and standardisation by modality name; its order is the order of the
 *     modalities; empty (or null): what the layout finds
 * @param standardize per-column standardisation of every modality that does not say otherwise
 * @param categories a tab-separated file of items and categories, relative to the folder; null:
 *     {@code categories.tsv} where there is one
 */
public record DataSettings(
    Layout layout,
    String interactions,
    Map<String, ModalitySettings> modalities,
    boolean standardize,
    String categories) {

  /** How the files of a dataset are arranged in its folder. */
  public enum Layout {
    /** LATTICE where the folder has {@code 5-core/train.json}, else MMREC. */
    @JsonProperty("auto")
    AUTO,
    /** {@code NAME.inter} and one {@code <modality>_feat.npy} per modality. */
    @JsonProperty("mmrec")
    MMREC,
    /** {@code 5-core/{train,val,test}.json}, {@code image_feat.npy} and {@code text_feat.npy}. */
    @JsonProperty("lattice")
    LATTICE
  }

  /** Copies the modalities in their order; an absent layout is {@link Layout#AUTO}. */
  public DataSettings {
    layout = layout == null ? Layout.AUTO : layout;
    Map<String, ModalitySettings> copy = new LinkedHashMap<>();
    if (modalities != null) {
      modalities.forEach(
          (name, m) -> copy.put(name, m == null ? new ModalitySettings(null, null) : m));
    }
    modalities = Collections.unmodifiableMap(copy);
  }

  /** Whether a modality's features are standardised. */
  boolean standardizes(String modality) {
    ModalitySettings own = modalities.get(modality);
    return own == null || own.standardize() == null ? standardize : own.standardize();
  }

  /**
   * Whether the features in a file are standardised.
   *
   * @param file relative to the folder
   */
  public boolean standardizesFile(String file) {
    return FeatureFiles.configured(this).entrySet().stream()
        .filter(configured -> configured.getValue().equals(file))
        .findFirst()
        .map(configured -> standardizes(configured.getKey()))
        .orElse(standardize);
  }

  /** Settings that leave everything to what the folder holds, features as they are. */
  public static DataSettings automatic() {
    return new DataSettings(Layout.AUTO, null, Map.of(), false, null);
  }
}
