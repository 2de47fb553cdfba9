package org.equimodal.datasets.preparation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Raw interactions, streamed in the source's order. */
public interface InteractionSource {
  /**
   * Gives every interaction to the sink, the same in the same order every time.
   *
   * @throws org.equimodal.datasets.InputException if something is malformed
   */
  void read(InteractionSink sink) throws IOException;

  /** The files read, for the record of where the data came from. */
  List<Path> files();
}
