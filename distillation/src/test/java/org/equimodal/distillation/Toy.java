package org.equimodal.distillation;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.equimodal.backbones.Backbone;
import org.equimodal.backbones.Catalogue;
import org.equimodal.backbones.Initializers;
import org.equimodal.backbones.TestSeed;
import org.equimodal.backbones.ToyData;
import org.equimodal.backbones.Vbpr;
import org.equimodal.backbones.View;
import org.equimodal.backbones.tensor.FusedAdam;
import org.equimodal.datasets.Dataset;
import org.equimodal.datasets.GenericTripleSampler;
import org.equimodal.datasets.Modality;
import org.equimodal.datasets.Split;
import org.equimodal.datasets.Triples;
import org.equimodal.datasets.UserUniformSampler;

/** Small catalogues, students and teachers, all functions of the test's seed. */
final class Toy {

  static final int USERS = 20;
  static final int ITEMS = 24;
  static final double LEARNING_RATE = 0.02;
  static final double LAMBDA2 = 0.01;

  private Toy() {}

  static Catalogue catalogue(int modalities, DataType type) {
    Dataset dataset = ToyData.checkerboard(USERS, ITEMS, modalities, TestSeed.get());
    return new Catalogue(dataset, Device.cpu(), type);
  }

  /** The same with other interactions. */
  static Catalogue catalogue(int modalities, UnaryOperator<Split> change) {
    Dataset dataset = ToyData.checkerboard(USERS, ITEMS, modalities, TestSeed.get());
    return new Catalogue(
        new Dataset(
            dataset.name(),
            change.apply(dataset.split()),
            dataset.features(),
            dataset.categories(),
            dataset.rawIds()),
        Device.cpu(),
        DataType.FLOAT32);
  }

  static Backbone backbone(Catalogue catalogue, long model) {
    Initializers initializers = new Initializers(TestSeed.get() + model);
    Backbone backbone = new Vbpr(catalogue, new Vbpr.Settings(4), initializers);
    backbone.initialize(catalogue.manager());
    return backbone;
  }

  static Triples training(Catalogue catalogue, int batch, int index) {
    return new UserUniformSampler(catalogue.dataset().split().train(), batch, TestSeed.get())
        .batch(index, 0);
  }

  static Triples generic(Catalogue catalogue, int count, int index) {
    return new GenericTripleSampler(
            catalogue.dataset().split().train(), count, false, TestSeed.get())
        .batch(index, 0);
  }

  /** One teacher per modality, each trained a little on its own view. */
  static List<Teacher> teachers(Catalogue catalogue) {
    List<Teacher> teachers = new ArrayList<>();
    for (Modality modality : catalogue.modalities()) {
      Backbone backbone = backbone(catalogue, 100 + modality.index());
      train(backbone, new PlainMethod(View.only(modality)), 10);
      teachers.add(Teacher.freeze(modality, backbone));
    }
    return teachers;
  }

  static void train(Backbone backbone, BalancingMethod method, int steps) {
    Catalogue catalogue = backbone.catalogue();
    NDManager manager = catalogue.manager();
    try (FusedAdam adam = new FusedAdam(manager, backbone.parameterArrays(), LEARNING_RATE);
        TrainingStep step = new TrainingStep(backbone, method, adam, LAMBDA2)) {
      for (int index = 0; index < steps; index++) {
        step.run(training(catalogue, 16, index), genericFor(method, catalogue, index));
      }
    }
  }

  static Triples genericFor(BalancingMethod method, Catalogue catalogue, int index) {
    return method.genericViews().isEmpty() ? ToyData.noTriples() : generic(catalogue, 12, index);
  }

  /** The values of every parameter, one after the other. */
  static List<double[]> parameters(Backbone backbone) {
    List<double[]> values = new ArrayList<>();
    for (NDArray parameter : backbone.parameterArrays()) {
      values.add(doubles(parameter));
    }
    return values;
  }

  static double[] doubles(NDArray array) {
    try (NDArray copy = array.toType(DataType.FLOAT64, true)) {
      return copy.toDoubleArray();
    }
  }
}
