package org.equimodal.distillation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.equimodal.backbones.TestSeed;
import org.equimodal.datasets.Seeds;

/**
 * Margins of a step as plain numbers.
 *
 * @param full student's, full view, [B]
 * @param only student's, each modality alone, [M][B]
 * @param without student's, without each modality, [M][B]
 * @param teacher teachers', [M][B]
 * @param genericOnly student's on generic triples, [M][G]
 * @param genericTeacher teachers' on generic triples, [M][G]
 */
@SuppressWarnings("ArrayRecordComponent")
record ToyMargins(
    double[] full,
    double[][] only,
    double[][] without,
    double[][] teacher,
    double[][] genericOnly,
    double[][] genericTeacher) {

  /** Normal margins of any sign, of so many training and generic triples. */
  static ToyMargins random(int modalities, int batch, int generic, int variant) {
    RandomGenerator random = Seeds.generator(TestSeed.get(), "toy.margins", modalities, variant);
    return new ToyMargins(
        gaussians(random, 1, batch)[0],
        gaussians(random, modalities, batch),
        gaussians(random, modalities, batch),
        gaussians(random, modalities, batch),
        gaussians(random, modalities, generic),
        gaussians(random, modalities, generic));
  }

  /** The same margin everywhere: one number for the student, one for the teachers. */
  static ToyMargins constant(
      int modalities, int batch, int generic, double student, double teacher) {
    return new ToyMargins(
        filled(1, batch, student)[0],
        filled(modalities, batch, student),
        filled(modalities, batch, student),
        filled(modalities, batch, teacher),
        filled(modalities, generic, student),
        filled(modalities, generic, teacher));
  }

  private static double[][] gaussians(RandomGenerator random, int rows, int columns) {
    double[][] values = new double[rows][columns];
    for (double[] row : values) {
      Arrays.setAll(row, k -> random.nextGaussian());
    }
    return values;
  }

  private static double[][] filled(int rows, int columns, double value) {
    double[][] values = new double[rows][columns];
    for (double[] row : values) {
      Arrays.fill(row, value);
    }
    return values;
  }

  int modalities() {
    return only.length;
  }

  /** What gradients flow to. */
  NDList students(NDManager manager, DataType type) {
    NDList students =
        new NDList(
            array(manager, type, full),
            array(manager, type, only),
            array(manager, type, genericOnly));
    students.forEach(student -> student.setRequiresGradient(true));
    return students;
  }

  /** Arguments of the loss: labels. */
  NDList labels(NDManager manager, DataType type) {
    return new NDList(array(manager, type, teacher), array(manager, type, genericTeacher));
  }

  /** Arguments of the loss: predictions. */
  NDList predictions(NDManager manager, DataType type, NDList students) {
    return new NDList(
        students.get(0), students.get(1), array(manager, type, without), students.get(2));
  }

  static NDArray array(NDManager manager, DataType type, double[] values) {
    return manager.create(values).toType(type, false);
  }

  static NDArray array(NDManager manager, DataType type, double[][] values) {
    double[] flat = Stream.of(values).flatMapToDouble(Arrays::stream).toArray();
    return manager.create(flat, new Shape(values.length, values[0].length)).toType(type, false);
  }
}
