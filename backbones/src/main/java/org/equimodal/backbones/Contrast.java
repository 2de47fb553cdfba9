package org.equimodal.backbones;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.core.Embedding;
import org.equimodal.backbones.tensor.Kernels;
import org.equimodal.backbones.tensor.Scalars;
import org.equimodal.backbones.tensor.UnitRows;

/**
 * The contrastive loss of MGCN: {@code weight * ( InfoNCE(first_I[pos], second_I[pos]) +
 * InfoNCE(first_U[users], second_U[users]) )} with cosines, where the negatives of a row are all
 * other rows of the batch in the second view, duplicates included.
 *
 * @param first users and items in one view of the graph
 * @param second the same in another
 * @param temperature what cosines are divided by
 * @param weight lambda_c
 */
record Contrast(Factor first, Factor second, double temperature, double weight)
    implements AuxiliaryLoss {

  @Override
  public NDArray on(NDArray triples) {
    NDArray ofUsers = infoNce(first.users(), second.users(), triples.get(0));
    NDArray ofItems = infoNce(first.items(), second.items(), triples.get(1));
    return Scalars.times(ofUsers.add(ofItems), weight);
  }

  /** Mean of log sum_j exp(s_ij) - s_ii over the batch, with s the cosines over temperature. */
  private NDArray infoNce(NDArray one, NDArray other, NDArray rows) {
    NDArray a = Scalars.times(unit(one, rows), 1 / temperature);
    NDArray b = unit(other, rows);
    NDArray matching = a.mul(b).sum(new int[] {1});
    return Kernels.logSumExp(a.matMul(b.transpose())).sub(matching).mean();
  }

  private static NDArray unit(NDArray table, NDArray rows) {
    return UnitRows.of(Embedding.embedding(rows, table, SparseFormat.DENSE).singletonOrThrow());
  }
}
