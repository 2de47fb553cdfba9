package org.equimodal.datasets.preparation.folder;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.BiConsumer;
import org.equimodal.datasets.preparation.ItemFacts;

/** A folder's file of what its items are. */
interface Descriptions {
  /** The file. */
  Path file();

  /** Gives the dense id and the facts of every item that it describes. */
  void forEach(BiConsumer<String, ItemFacts> sink) throws IOException;
}
