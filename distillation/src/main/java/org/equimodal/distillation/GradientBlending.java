package org.equimodal.distillation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.equimodal.backbones.Backbone;
import org.equimodal.backbones.Catalogue;
import org.equimodal.backbones.Margins;
import org.equimodal.backbones.View;
import org.equimodal.backbones.tensor.Kernels;
import org.equimodal.datasets.Modality;
import org.equimodal.distillation.BlendingEstimate.Head;
import org.equimodal.distillation.BlendingEstimate.Losses;
import org.equimodal.distillation.BlendingSettings.Schedule;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gradient blending (What Makes Training Multi-Modal Classification Networks Hard?, Wang et al.,
 * CVPR 2020), a baseline of the CKD paper: uni-modal losses and the joint one are learnt together,
 *
 * <pre>
 *   L = sum_k w_k L^k,   L^m = BPR in the view of modality m alone,   L^joint = BPR in the full view
 * </pre>
 *
 * weighted by how each head overfits and generalises when it is trained alone for some epochs
 * ({@link BlendingEstimate}). The model used is the full view.
 *
 * <p>The original has heads of their own on late-fused encoders; here a head is a view, which needs
 * no split of the parameters. Until the first estimate all heads weigh the same; with one modality
 * the heads are one, and nothing is estimated.
 */
public final class GradientBlending implements BalancingMethod, AutoCloseable {

  private static final Logger logger = LoggerFactory.getLogger(GradientBlending.class);

  private static final String JOINT = "joint";

  private final BlendingSettings settings;
  private final List<Modality> modalities;
  private final View full;
  private final List<View> heads; // modalities, then joint
  private final long seed;
  private final BprLoss bpr = new BprLoss();
  private final NDManager owner;
  private final NDArray weights; // [M + 1]

  /**
   * Creates the method.
   *
   * @param settings when and how weights are estimated
   * @param catalogue the dataset on the device
   * @param seed of the samples that heads are measured on
   */
  public GradientBlending(BlendingSettings settings, Catalogue catalogue, long seed) {
    this.settings = settings;
    this.modalities = catalogue.modalities();
    this.full = View.full(modalities);
    this.heads = new ArrayList<>(modalities.stream().map(View::only).toList());
    this.heads.add(full);
    this.seed = seed;
    this.owner = catalogue.manager().newSubManager();
    this.weights = owner.zeros(new Shape(heads.size()), catalogue.type());
    double[] equal = new double[heads.size()];
    Arrays.fill(equal, 1.0 / equal.length);
    weigh(equal);
  }

  @Override
  public View primaryView() {
    return full;
  }

  @Override
  public List<View> views() {
    Set<View> views = new LinkedHashSet<>(List.of(full));
    views.addAll(heads);
    return List.copyOf(views);
  }

  @Override
  public List<View> genericViews() {
    return List.of();
  }

  @Override
  public NDList residents() {
    return state();
  }

  /** The weights of the heads: the modalities', then the joint one's. */
  @Override
  public NDList state() {
    return new NDList(weights);
  }

  @Override
  public Set<Modality> withheld(View view) {
    return settings.restrictGradients()
        ? modalities.stream().filter(m -> !view.keeps(m)).collect(Collectors.toUnmodifiableSet())
        : Set.of();
  }

  @Override
  public Compared compared(Margins student, NDArray triples, int batch) {
    return new Compared(new NDList(), new NDList(heads.stream().map(student::training).toList()));
  }

  @Override
  public LossAndParts loss(Compared margins) {
    NDList each = new NDList();
    for (NDArray ofHead : margins.predictions()) {
      each.add(bpr.evaluate(margins.labels(), new NDList(ofHead)));
    }
    NDArray stacked = NDArrays.stack(each);
    NDArray joint = each.get(modalities.size()).reshape(new Shape(1));
    NDArray parts = NDArrays.concat(new NDList(joint, stacked, weights)).stopGradient();
    return new LossAndParts(stacked.mul(weights).sum(), parts);
  }

  /**
   * {@code bpr}, which is that of the full view as in every method, then {@code bpr} and {@code
   * weight} of each head, for instance {@code weight.visual} and {@code weight.joint}; the joint
   * one's are called {@code _joint}, as no modality can be, if there is a modality {@code joint}.
   */
  @Override
  public List<String> partNames() {
    List<String> names = new ArrayList<>(List.of("bpr"));
    for (String part : List.of("bpr.", "weight.")) {
      headNames().forEach(head -> names.add(part + head));
    }
    return names;
  }

  /** In the order of the heads, of which two are equal if there is one modality. */
  private List<String> headNames() {
    List<String> names = new ArrayList<>(modalities.stream().map(Modality::name).toList());
    names.add(names.contains(JOINT) ? "_" + JOINT : JOINT);
    return names;
  }

  /**
   * Estimates the weights when that is due.
   *
   * @throws org.equimodal.datasets.InputException if the dataset has nothing to measure heads on
   */
  @Override
  public void begin(int epoch, int index, Trial trial) {
    boolean again = settings.schedule() == Schedule.ONLINE;
    boolean due = epoch == 1 || again && (epoch - 1) % settings.superEpoch() == 0;
    if (index == 0 && due && modalities.size() > 1) {
      estimate(epoch, trial);
    }
  }

  private void estimate(int epoch, Trial trial) {
    long start = System.nanoTime();
    logger.info(
        "gradient blending: estimating weights from {} heads, each trained alone for {} epochs",
        heads.size(),
        settings.epochs());
    Backbone backbone = trial.backbone();
    HeadLosses losses =
        new HeadLosses(BlendingTriples.draw(backbone.catalogue().dataset().split(), seed));
    List<Losses> before = losses.of(backbone, heads);
    List<Head> trained = new ArrayList<>();
    for (int k = 0; k < heads.size(); k++) {
      List<View> head = List.of(heads.get(k));
      Losses after =
          trial.after(
              new PlainMethod(heads.get(k)),
              epoch,
              settings.epochs(),
              () -> losses.of(backbone, head).get(0));
      trained.add(new Head(before.get(k), after));
    }
    double[] estimated = BlendingEstimate.weights(trained);
    weigh(estimated);
    logger.info(
        "gradient blending: weights {} in {} s",
        text(estimated),
        Math.round((System.nanoTime() - start) / 1e9));
  }

  private void weigh(double[] values) {
    try (NDManager scratch = owner.newSubManager()) {
      Kernels.copy(new NDList(scratch.create(values)), new NDList(weights));
    }
  }

  private String text(double[] values) {
    List<String> names = headNames();
    StringBuilder text = new StringBuilder();
    for (int k = 0; k < values.length; k++) {
      text.append(k == 0 ? "" : " ")
          .append(names.get(k))
          .append('=')
          .append(String.format(Locale.ROOT, "%.4g", values[k]));
    }
    return text.toString();
  }

  /** Frees the weights. */
  @Override
  public void close() {
    owner.close();
  }
}
