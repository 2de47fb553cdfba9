package org.equimodal.datasets.preparation;

import java.io.IOException;

/** Raw interactions that bring their own split. */
public interface SplitSource extends InteractionSource {
  /**
   * Gives every interaction to the sink of its part, in the source's order; parts may alternate.
   *
   * @throws org.equimodal.datasets.InputException if something is malformed
   */
  void read(InteractionSink train, InteractionSink validation, InteractionSink test)
      throws IOException;

  @Override
  default void read(InteractionSink sink) throws IOException {
    read(sink, sink, sink);
  }
}
