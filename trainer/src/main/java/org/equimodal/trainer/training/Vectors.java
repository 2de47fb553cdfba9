package org.equimodal.trainer.training;

import ai.djl.ndarray.NDArray;
import org.equimodal.backbones.Representations;

/**
 * Users and items in one view: the scores that evaluation ranks by are the dot products. Addends
 * that are the same for all items of a user are left out, as they are there.
 *
 * @param users [n_u, D]
 * @param items [n_i, D]
 */
public record Vectors(NDArray users, NDArray items) {

  /**
   * Puts the factors of representations side by side.
   *
   * @param users n_u
   * @param items n_i
   */
  static Vectors of(Representations all, int users, int items) {
    Representations moving = all.moving();
    return new Vectors(
        moving.userMatrix(users).stopGradient(), moving.itemMatrix(items).stopGradient());
  }
}
