package org.equimodal.trainer.experiment;

/**
 * The cells that share their settings but for method and seed.
 *
 * @param dataset as it was asked for, a name or a folder
 * @param backbone its id
 */
public record Family(String dataset, String backbone) {

  /** One of them. */
  public Cell cell(String method, long seed) {
    return new Cell(dataset, backbone, method, seed);
  }
}
