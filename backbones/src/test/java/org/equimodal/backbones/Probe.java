package org.equimodal.backbones;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.equimodal.backbones.tensor.FusedAdam;
import org.equimodal.backbones.tensor.Kernels;
import org.equimodal.backbones.tensor.Scalars;
import org.equimodal.backbones.tensor.StepScope;
import org.equimodal.datasets.Modality;
import org.equimodal.datasets.Triples;

/** Reads and trains backbones from outside. */
final class Probe {

  static final double L2 = 0.01;

  private Probe() {}

  /** The full view, each modality alone, each left out, and none: without repetition. */
  static List<View> views(List<Modality> modalities) {
    Set<View> views = new LinkedHashSet<>(List.of(View.full(modalities)));
    modalities.forEach(m -> views.add(View.only(m)));
    modalities.forEach(m -> views.add(View.without(m, modalities)));
    views.add(new View(List.of()));
    return List.copyOf(views);
  }

  static View full(Backbone backbone) {
    return View.full(backbone.catalogue().modalities());
  }

  /** User rows of a view followed by its item rows, one after the other. */
  static double[][] matrices(Backbone backbone, View view) {
    Catalogue catalogue = backbone.catalogue();
    try (StepScope scope = StepScope.inference(catalogue.manager(), backbone.residents())) {
      Representations all = represent(backbone, scope.manager(), List.of(view), false).get(view);
      return new double[][] {
        doubles(all.userMatrix(catalogue.users())), doubles(all.itemMatrix(catalogue.items()))
      };
    }
  }

  /** Scores of all pairs, one user's after the other. */
  static double[] scores(Backbone backbone, View view) {
    Catalogue catalogue = backbone.catalogue();
    double[][] matrices = matrices(backbone, view);
    int width = matrices[0].length / catalogue.users();
    double[] scores = new double[catalogue.users() * catalogue.items()];
    for (int k = 0; k < scores.length; k++) {
      int user = k / catalogue.items();
      int item = k % catalogue.items();
      for (int column = 0; column < width; column++) {
        scores[k] += matrices[0][user * width + column] * matrices[1][item * width + column];
      }
    }
    return scores;
  }

  /** Scores of all pairs less the user's score of item 0: all that rankings depend on. */
  static double[] relativeScores(Backbone backbone, View view) {
    double[] scores = scores(backbone, view);
    int items = backbone.catalogue().items();
    double[] relative = new double[scores.length];
    for (int k = 0; k < scores.length; k++) {
      relative[k] = scores[k] - scores[k / items * items];
    }
    return relative;
  }

  static Map<View, Representations> represent(
      Backbone backbone, NDManager manager, List<View> views, boolean training) {
    return backbone.represent(new ParameterStore(manager, false), views, training);
  }

  /** BPR and L2 of one view, as a scalar with a graph. */
  static NDArray loss(Backbone backbone, NDManager manager, View view, Triples triples) {
    Map<View, Representations> represented = represent(backbone, manager, List.of(view), true);
    NDArray ids = ToyData.triples(manager, triples, ToyData.noTriples());
    Margins margins = new Margins(represented, ids, triples.size(), List.of());
    NDArray ranking = margins.training(view).neg().getNDArrayInternal().softPlus().mean();
    return ranking.add(Scalars.times(margins.l2(view), L2));
  }

  /** One step of BPR on the full view. */
  static void step(Backbone backbone, FusedAdam adam, Triples triples) {
    NDManager manager = backbone.catalogue().manager();
    try (StepScope scope = StepScope.training(manager, backbone.residents())) {
      NDArray loss = loss(backbone, scope.manager(), full(backbone), triples);
      adam.step(Kernels.gradients(loss, backbone.parameterArrays()));
    }
  }

  /** Some steps of BPR on the full view with an optimiser of their own. */
  static void train(Backbone backbone, int steps, double learningRate, Triples triples) {
    NDManager manager = backbone.catalogue().manager();
    try (FusedAdam adam = new FusedAdam(manager, backbone.parameterArrays(), learningRate)) {
      for (int step = 0; step < steps; step++) {
        step(backbone, adam, triples);
      }
    }
  }

  /** The values of a parameter. */
  static double[] values(Backbone backbone, String parameter) {
    NDManager manager = backbone.catalogue().manager();
    NDArray array = backbone.getDirectParameters().get(parameter).getArray();
    try (StepScope scope = StepScope.inference(manager, new NDList(array))) {
      return doubles(array);
    }
  }

  /** Sets the values of a parameter. */
  static void set(Backbone backbone, String parameter, double[] values) {
    NDArray array = backbone.getDirectParameters().get(parameter).getArray();
    try (NDManager scratch = backbone.catalogue().manager().newSubManager()) {
      NDArray origin = scratch.create(values, array.getShape());
      Kernels.copy(new NDList(origin), new NDList(array));
    }
  }

  /** The rows of a matrix replaced by their mean. */
  static double[] meanRows(double[] matrix, Shape shape) {
    int rows = (int) shape.get(0);
    int columns = (int) shape.get(1);
    double[] means = new double[matrix.length];
    for (int k = 0; k < matrix.length; k++) {
      for (int row = 0; row < rows; row++) {
        means[k] += matrix[row * columns + k % columns] / rows;
      }
    }
    return means;
  }

  /** Values of any floating-point type. The array's manager keeps a copy until it closes. */
  static double[] doubles(NDArray array) {
    return array.toType(DataType.FLOAT64, false).toDoubleArray();
  }
}
