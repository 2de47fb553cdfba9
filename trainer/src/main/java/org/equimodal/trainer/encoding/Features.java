package org.equimodal.trainer.encoding;

import java.nio.file.Path;

/**
 * Features that were written.
 *
 * @param file the {@code .npy} file
 * @param provenance how they were made
 * @param items number of rows
 * @param width number of columns
 */
public record Features(Path file, Path provenance, int items, int width) {}
