package org.equimodal.datasets.preparation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a source tells about items. It is asked after the items that remain are known. */
public interface ItemContent {
  /**
   * What is known about items.
   *
   * @param items raw ids of the items that remain
   * @return by raw id; items without metadata are missing
   */
  Map<String, ItemFacts> facts(Set<String> items) throws IOException;

  /** The feature matrices that the source brings, one per modality. */
  List<FeatureSource> features();

  /** The files read, for the record of where the data came from. */
  List<Path> files();
}
