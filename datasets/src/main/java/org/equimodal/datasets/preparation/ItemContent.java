package org.equimodal.datasets.preparation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

/** What a source tells about items. It is asked after the items that remain are known. */
public interface ItemContent {
  /**
   * Tells what is known about items, in any order; of an item told of twice the first counts.
   *
   * @param items raw ids of the items that remain; what is told of others is passed over
   * @param sink takes an item's raw id and what is known of it
   */
  void facts(Set<String> items, BiConsumer<String, ItemFacts> sink) throws IOException;

  /** The feature matrices that the source brings, one per modality. */
  List<FeatureSource> features();

  /** The files read, for the record of where the data came from. */
  List<Path> files();
}
