package org.equimodal.trainer.serving;

import java.io.Closeable;
import org.equimodal.backbones.tensor.TopKRanking;

/**
 * Writes lists of recommendations, one after the other; {@link java.io.UncheckedIOException} if the
 * place they go to does not take them. Closing it writes what is still to be written.
 */
public interface ListWriter extends TopKRanking.Lists, Closeable {}
