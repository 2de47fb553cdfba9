package org.equimodal.trainer.encoding;

/** What becomes of an image that the network or its server fails to give, however often asked. */
public enum Unreachable {
  /** It ends the encoding, which the same command goes on with. */
  END,
  /** Its item gets the mean of the others, as where there is no image. */
  MEAN
}
