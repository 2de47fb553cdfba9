package org.equimodal.datasets.preparation;

import java.util.Locale;

/** The parts of a split, in the order of their labels in {@code .inter} files. */
enum Part {
  TRAIN,
  VALIDATION,
  TEST;

  byte label() {
    return (byte) ordinal();
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
