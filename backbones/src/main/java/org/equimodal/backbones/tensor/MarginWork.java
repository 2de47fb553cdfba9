package org.equimodal.backbones.tensor;

import java.util.List;

/**
 * Margins of triples in one factor of the score.
 *
 * @param triples n
 * @param width D of the factor's rows
 * @param userRows n_u, 1 where all users share one row
 * @param itemRows n_i, 1 where all items share one row
 * @param usersMove whether the user rows have a gradient
 * @param itemsMove whether the item rows have one
 */
record MarginWork(
    long triples, long width, long userRows, long itemRows, boolean usersMove, boolean itemsMove)
    implements Work {

  @Override
  public Cost forward() {
    return Cost.margins(triples, width, userRows > 1, itemRows > 1);
  }

  @Override
  public List<Cost> backward() {
    return usersMove || itemsMove
        ? List.of(
            Cost.marginsGradient(
                triples, width, usersMove ? userRows : 0, itemsMove ? itemRows : 0))
        : List.of();
  }
}
