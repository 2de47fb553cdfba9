package org.equimodal.distillation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.ParameterStore;
import java.util.List;
import org.equimodal.backbones.Backbone;
import org.equimodal.backbones.Factor;
import org.equimodal.backbones.Representations;
import org.equimodal.backbones.View;
import org.equimodal.backbones.tensor.Kernels;
import org.equimodal.backbones.tensor.StepScope;
import org.equimodal.datasets.Modality;

/**
 * A uni-modal model that has been trained and frozen: two constant matrices, materialised once. A
 * step only gathers from them.
 */
public final class Teacher implements AutoCloseable {

  private final Modality modality;
  private final NDManager owner;
  private final Representations representations;

  /**
   * Takes over two matrices.
   *
   * @param modality the teacher's
   * @param owner manager that owns the matrices and is closed with the teacher
   * @param users [n_u, D]
   * @param items [n_i, D]
   */
  public Teacher(Modality modality, NDManager owner, NDArray users, NDArray items) {
    this.modality = modality;
    this.owner = owner;
    this.representations = new Representations(List.of(new Factor(users, items)));
  }

  /**
   * Freezes a trained backbone's channel of one modality.
   *
   * @param modality the only modality kept
   * @param backbone its representations are copied; it may be closed afterwards
   */
  public static Teacher freeze(Modality modality, Backbone backbone) {
    NDManager parent = backbone.catalogue().manager();
    NDManager owner = parent.newSubManager();
    try (StepScope scope = StepScope.inference(parent, backbone.residents())) {
      View view = View.only(modality);
      Representations moving =
          backbone
              .represent(new ParameterStore(scope.manager(), false), List.of(view), false)
              .get(view)
              .moving();
      NDArray users = moving.userMatrix(backbone.catalogue().users()).stopGradient().duplicate();
      NDArray items = moving.itemMatrix(backbone.catalogue().items()).stopGradient().duplicate();
      users.attach(owner);
      items.attach(owner);
      return new Teacher(modality, owner, users, items);
    }
  }

  /** The modality it knows. */
  public Modality modality() {
    return modality;
  }

  /** Its frozen users and items. */
  public Representations representations() {
    return representations;
  }

  /**
   * What it has learnt of triples.
   *
   * @param triples int64 [3, n]: users, positive items, negative items
   * @return score(u,i) - score(u,j), [n]
   */
  public NDArray margins(NDArray triples) {
    Factor factor = representations.factors().get(0);
    return Kernels.constantMargins(factor.users(), factor.items(), triples);
  }

  /** Its arrays, for a step's scope to adopt. */
  public NDList residents() {
    Factor factor = representations.factors().get(0);
    return new NDList(factor.users(), factor.items());
  }

  /** Frees the matrices. */
  @Override
  public void close() {
    owner.close();
  }
}
