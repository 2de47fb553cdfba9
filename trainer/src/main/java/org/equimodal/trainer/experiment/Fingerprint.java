package org.equimodal.trainer.experiment;

import org.equimodal.datasets.Sha256;

/** A few digits that tell one experiment from another, for the names of their folders. */
public final class Fingerprint {

  private static final int DIGITS = 8;

  private Fingerprint() {}

  /** The first digits of a text's SHA-256. */
  public static String of(String text) {
    return Sha256.of(text).substring(0, DIGITS);
  }
}
