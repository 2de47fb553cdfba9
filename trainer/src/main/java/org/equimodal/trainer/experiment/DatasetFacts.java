package org.equimodal.trainer.experiment;

import java.util.List;
import org.equimodal.datasets.Dataset;
import org.equimodal.datasets.Modality;

/**
 * What must be known of a dataset to recognise runs on it.
 *
 * @param name the last element of its folder's path, or the name of the built-in
 * @param hash of its split and features
 * @param modalities in their order
 */
public record DatasetFacts(String name, String hash, List<Modality> modalities) {

  /** Keeps the facts and leaves the data. */
  public static DatasetFacts of(Dataset dataset) {
    return new DatasetFacts(dataset.name(), dataset.hash(), dataset.modalities());
  }
}
