package org.equimodal.distillation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.equimodal.backbones.AuxiliaryLoss;
import org.equimodal.backbones.Backbone;
import org.equimodal.backbones.Margins;
import org.equimodal.backbones.Representations;
import org.equimodal.backbones.RowwiseBackbone;
import org.equimodal.backbones.View;
import org.equimodal.backbones.tensor.Kernels;
import org.equimodal.backbones.tensor.Optimizer;
import org.equimodal.backbones.tensor.Rows;
import org.equimodal.backbones.tensor.Scalars;
import org.equimodal.backbones.tensor.StepScope;
import org.equimodal.backbones.tensor.TripleUpload;
import org.equimodal.datasets.Modality;
import org.equimodal.datasets.Triples;

/**
 * One step of training, for every backbone and method alike: {@code L = L_method + lambda_2 L2},
 * and the backbone's own loss if that is switched on; one backward pass, one step of the optimiser,
 * whose gradients the method may change. Nothing in it waits for the device; the parts of the loss
 * are added up there and read once per epoch.
 */
public final class TrainingStep implements AutoCloseable {

  private final Backbone backbone;
  private final BalancingMethod method;
  private final Optimizer optimizer;
  private final double lambda2;
  private final NDManager manager;
  private final NDList residents;
  private final NDArray sums;
  private final NDArray last;
  private final NDArray finite;
  private final TripleUpload upload;
  private final Map<Set<Modality>, List<View>> sharing; // views by what learns nothing from them
  private int steps;

  /**
   * Prepares.
   *
   * @param backbone the model to train, initialised
   * @param method its loss
   * @param optimizer the optimiser of the backbone's parameters; stays the caller's
   * @param lambda2 weight of L2
   */
  public TrainingStep(
      Backbone backbone, BalancingMethod method, Optimizer optimizer, double lambda2) {
    this.backbone = backbone;
    this.method = method;
    this.optimizer = optimizer;
    this.lambda2 = lambda2;
    this.manager = backbone.catalogue().manager().newSubManager();
    this.upload =
        new TripleUpload(manager, backbone.catalogue().users(), backbone.catalogue().items());
    this.sharing =
        method.views().stream()
            .collect(
                Collectors.groupingBy(method::withheld, LinkedHashMap::new, Collectors.toList()));
    this.residents = backbone.residents();
    this.residents.addAll(method.residents());
    this.sums = manager.zeros(new Shape(partNames().size())); // FLOAT32, whatever the model's type
    this.last = manager.zeros(sums.getShape());
    this.finite = manager.zeros(new Shape());
    try (StepScope scope = StepScope.inference(manager, residents)) {
      backbone.constrainParameters();
    }
  }

  /** Says which step comes next; see {@link BalancingMethod#begin}. */
  public void begin(int epoch, int index, Trial trial) {
    method.begin(epoch, index, trial);
  }

  /**
   * Takes one step.
   *
   * @param training the batch
   * @param generic generic triples, of length 0 if the method needs none
   */
  public void run(Triples training, Triples generic) {
    run(training, generic, phase -> {});
  }

  /**
   * Takes one step that is watched.
   *
   * @param done told of each phase when all of it has been asked of the device
   */
  public void run(Triples training, Triples generic, Consumer<StepPhase> done) {
    try (StepScope scope = StepScope.training(manager, residents)) {
      Ids ids = upload(scope, training, generic);
      int batch = training.size();
      done.accept(StepPhase.UPLOAD);

      Map<View, Representations> views = represent(scope, ids.rows());
      done.accept(StepPhase.FORWARD);

      Margins margins =
          new Margins(
              views, ids.numbered(), batch, method.genericViews(), List.of(method.primaryView()));
      BalancingMethod.Compared compared = method.compared(margins, ids.triples(), batch);
      NDArray l2 = Scalars.times(margins.l2(method.primaryView()), lambda2);
      done.accept(StepPhase.MARGINS);

      BalancingMethod.LossAndParts balanced = method.loss(compared);
      NDArray loss = balanced.loss().add(l2);
      NDList parts = new NDList(scalar(l2));
      if (backbone.hasAuxiliaryLoss()) {
        AuxiliaryLoss own = views.get(method.primaryView()).auxiliaryLoss().orElseThrow();
        NDArray auxiliary = own.on(margins.trainingTriples());
        loss = loss.add(auxiliary);
        parts.add(scalar(auxiliary));
      }
      parts.add(balanced.parts());
      parts.add(0, scalar(loss));
      done.accept(StepPhase.LOSS);

      NDList gradients = optimizer.gradients(loss, ids.rows());
      done.accept(StepPhase.BACKWARD);
      method.descend(
          new BalancingMethod.Descent(
              backbone, optimizer, ids.rows(), gradients, balanced.parts()));
      backbone.constrainParameters();
      done.accept(StepPhase.OPTIMIZER);

      NDArray figures = NDArrays.concat(parts).toType(DataType.FLOAT32, false);
      Kernels.accumulate(figures, sums, last, finite);
      steps++;
      done.accept(StepPhase.REPORT);
    }
    done.accept(StepPhase.RELEASE);
  }

  /**
   * Brings the parameters up to date after steps of a lazy optimiser, before they are validated or
   * kept.
   */
  public void settle() {
    try (StepScope scope = StepScope.inference(manager, residents)) {
      optimizer.settle();
    }
  }

  /**
   * What a step is about.
   *
   * @param triples with ids of users and items
   * @param numbered with their rows in the representations
   * @param rows the users and items that are represented
   */
  private record Ids(NDArray triples, NDArray numbered, Rows rows) {}

  private Ids upload(StepScope scope, Triples training, Triples generic) {
    if (backbone instanceof RowwiseBackbone) {
      boolean lazily = optimizer.isLazy();
      TripleUpload.Touched touched = upload.uploadTouched(scope, training, generic, lazily);
      return new Ids(touched.triples(), touched.numbered(), Rows.of(touched, optimizer));
    }
    NDArray triples = upload.upload(scope, training, generic);
    return new Ids(triples, triples, Rows.all());
  }

  private Map<View, Representations> represent(StepScope scope, Rows rows) {
    Map<View, Representations> represented = new HashMap<>();
    sharing.forEach(
        (withheld, views) ->
            represented.putAll(
                represent(
                    new WithheldParameters(scope.manager(), backbone, withheld), views, rows)));
    return represented;
  }

  private Map<View, Representations> represent(
      ParameterStore parameters, List<View> views, Rows rows) {
    return backbone instanceof RowwiseBackbone rowwise
        ? rowwise.represent(parameters, views, rows, true)
        : backbone.represent(parameters, views, true);
  }

  private static NDArray scalar(NDArray value) {
    return value.stopGradient().reshape(new Shape(1));
  }

  /**
   * Names of what {@link #takeMeans} gives: {@code loss}, {@code l2}, {@code auxiliary} if the
   * backbone has a loss of its own, and the method's parts.
   */
  public List<String> partNames() {
    List<String> names = new ArrayList<>(List.of("loss", "l2"));
    if (backbone.hasAuxiliaryLoss()) {
      names.add("auxiliary");
    }
    names.addAll(method.partNames());
    return names;
  }

  /** Means over the steps since the last call, read from the device: call once per epoch. */
  public float[] takeMeans() {
    float[] means = sums.toFloatArray();
    for (int i = 0; i < means.length; i++) {
      means[i] /= steps;
    }
    sums.subi(sums);
    finite.subi(finite);
    steps = 0;
    return means;
  }

  /** How many steps since the last {@link #takeMeans} had a finite loss. */
  public int finiteSteps() {
    return (int) finite.getFloat();
  }

  /** Parts of the last step with a finite loss, named by {@link #partNames}. */
  public float[] lastFinite() {
    return last.toFloatArray();
  }

  /**
   * The sums behind {@link #takeMeans} so far, to be saved and restored with {@link #setSteps}, and
   * the method's own state.
   */
  public NDList state() {
    NDList state = new NDList(sums);
    state.addAll(method.state());
    return state;
  }

  /** Says how many steps restored sums are made of. */
  public void setSteps(int steps) {
    this.steps = steps;
  }

  /** Frees what it owns. */
  @Override
  public void close() {
    manager.close();
  }
}
