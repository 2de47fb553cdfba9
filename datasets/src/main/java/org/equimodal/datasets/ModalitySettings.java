package org.equimodal.datasets;

/**
 * Where one modality's features are and how they are scaled.
 *
 * @param file the {@code .npy} file, relative to the dataset's folder; null: {@code
 *     <modality>_feat.npy}
 * @param standardize whether every column is standardised; null: as {@link
 *     DataSettings#standardize()} says
 */
public record ModalitySettings(String file, Boolean standardize) {}
