package org.equimodal.distillation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.equimodal.backbones.Margins;
import org.equimodal.backbones.View;
import org.equimodal.backbones.tensor.Kernels;
import org.equimodal.backbones.tensor.Noise;
import org.equimodal.backbones.tensor.Scalars;
import org.equimodal.datasets.Modality;
import org.equimodal.datasets.Seeds;
import org.equimodal.distillation.ModulationSettings.Apply;
import org.equimodal.distillation.ModulationSettings.Score;

/**
 * On-the-fly gradient modulation (OGM and OGM-GE; Balanced Multimodal Learning via On-the-fly
 * Gradient Modulation, Peng et al., CVPR 2022), a baseline of the CKD paper: BPR of the full view,
 * but a modality that is ahead in a batch learns slower for this step. Its score is the mean over
 * the batch of {@code sigmoid(margin)}, the two-way softmax of positive and negative, and the
 * gradients of its own parameters ({@link org.equimodal.backbones.Backbone#parametersOf}) are
 * multiplied by its {@link ModulationCoefficients coefficient}. Nothing is read on the host.
 *
 * <p>Generalisation enhancement adds noise to the gradients of every modality's linear weights,
 * whatever its coefficient: Gaussian, as large as the gradient varies before modulation. Tables
 * have none, for most rows of their gradients are zero.
 *
 * <p>The original trains with SGD. Adam does not see a constant factor on the gradients, only
 * changes of it; hence {@link Apply#UPDATE}, which shortens Adam's moves instead. It copies the
 * modalities' own parameters in every step, tables included. With one modality there is nothing to
 * modulate: this is joint training.
 */
public final class OnTheFlyGradientModulation implements BalancingMethod {

  private static final String NOISE = "ogm.noise";

  private final ModulationSettings settings;
  private final List<Modality> modalities;
  private final View full;
  private final List<View> only;
  private final List<View> without;
  private final View none = new View(List.of());
  private final boolean byContribution;
  private final long seed;
  private final BprLoss bpr = new BprLoss();
  private int epoch = 1;
  private int index;

  /**
   * Creates the method.
   *
   * @param settings when and how gradients are modulated
   * @param modalities of the dataset
   * @param seed of the noise
   */
  public OnTheFlyGradientModulation(
      ModulationSettings settings, List<Modality> modalities, long seed) {
    this.settings = settings;
    this.modalities = List.copyOf(modalities);
    this.full = View.full(modalities);
    this.only = modalities.stream().map(View::only).toList();
    this.without = modalities.stream().map(m -> View.without(m, modalities)).toList();
    this.byContribution = settings.score() == Score.CONTRIBUTION && modalities.size() > 1;
    this.seed = seed;
  }

  @Override
  public View primaryView() {
    return full;
  }

  @Override
  public List<View> views() {
    Set<View> views = new LinkedHashSet<>(List.of(full));
    views.addAll(byContribution ? without : only);
    if (byContribution) {
      views.add(none);
    }
    return List.copyOf(views);
  }

  @Override
  public List<View> genericViews() {
    return List.of();
  }

  @Override
  public NDList residents() {
    return new NDList();
  }

  /**
   * Predictions are the full view's margins, [B], and those that modalities are scored by, [M, B].
   */
  @Override
  public Compared compared(Margins student, NDArray triples, int batch) {
    NDArray joint = student.training(full);
    if (!byContribution) {
      return new Compared(new NDList(), new NDList(joint, student.training(only).stopGradient()));
    }
    NDArray effects = joint.stopGradient().sub(student.training(without).stopGradient());
    NDArray ids = Scalars.times(student.training(none).stopGradient(), 1.0 / modalities.size());
    return new Compared(new NDList(), new NDList(joint, effects.add(ids)));
  }

  @Override
  public LossAndParts loss(Compared margins) {
    NDArray loss = bpr.evaluate(margins.labels(), new NDList(margins.predictions().get(0)));
    NDArray scores =
        margins.predictions().get(1).getNDArrayInternal().sigmoid().mean(new int[] {1});
    NDArray coefficients =
        modulates() ? ModulationCoefficients.of(scores, settings.alpha()) : scores.onesLike();
    return new LossAndParts(
        loss,
        NDArrays.concat(
            new NDList(loss.stopGradient().reshape(new Shape(1)), scores, coefficients)));
  }

  /** {@code bpr}, then {@code score} and {@code coefficient} of each modality. */
  @Override
  public List<String> partNames() {
    List<String> names = new ArrayList<>(List.of("bpr"));
    for (String part : List.of("score.", "coefficient.")) {
      modalities.forEach(modality -> names.add(part + modality.name()));
    }
    return names;
  }

  @Override
  public void begin(int nextEpoch, int nextIndex, Trial trial) {
    epoch = nextEpoch;
    index = nextIndex;
  }

  /** Whether this step's gradients are changed; its epochs count from 0. */
  private boolean modulates() {
    return modalities.size() > 1
        && epoch - 1 >= settings.firstEpoch()
        && epoch - 1 <= settings.lastEpoch();
  }

  @Override
  public void descend(Descent descent) {
    if (!modulates()) {
      descent.optimizer().step(descent.gradients(), descent.rows());
    } else if (settings.apply() == Apply.GRADIENT) {
      descent.optimizer().step(changed(descent), descent.rows());
    } else {
      List<NDList> groups = modalities.stream().map(m -> own(descent, m)).toList();
      List<NDList> before =
          groups.stream()
              .map(group -> new NDList(group.stream().map(NDArray::duplicate).toList()))
              .toList();
      descent.optimizer().step(changed(descent), descent.rows());
      for (Modality m : modalities) {
        Kernels.shorten(before.get(m.index()), groups.get(m.index()), coefficient(descent, m));
      }
    }
  }

  private static NDList own(Descent descent, Modality modality) {
    List<Parameter> group = descent.backbone().parametersOf(modality);
    return new NDList(group.stream().map(p -> p.getArray().stopGradient()).toList());
  }

  private NDArray coefficient(Descent descent, Modality modality) {
    return descent.parts().get(1L + modalities.size() + modality.index());
  }

  /** The gradients with coefficients and noise. */
  private NDList changed(Descent descent) {
    if (settings.enhancement()) {
      Noise.seed(Seeds.derive(seed, NOISE, epoch, index));
    }
    Map<NDArray, Own> owners = owners(descent);
    NDList parameters = descent.optimizer().parameters(descent.rows());
    NDList changed = new NDList();
    for (int p = 0; p < parameters.size(); p++) {
      NDArray gradient = descent.gradients().get(p);
      Own own = owners.get(parameters.get(p));
      changed.add(own == null ? gradient : changed(gradient, own));
    }
    return changed;
  }

  private NDArray changed(NDArray gradient, Own own) {
    NDArray scaled =
        settings.apply() == Apply.GRADIENT ? gradient.mul(own.coefficient()) : gradient;
    boolean noisy = settings.enhancement() && own.parameter().getType() == Parameter.Type.WEIGHT;
    return noisy ? scaled.add(Noise.like(gradient)) : scaled;
  }

  /** A parameter of one modality, and the modality's coefficient, a scalar. */
  private record Own(Parameter parameter, NDArray coefficient) {}

  private Map<NDArray, Own> owners(Descent descent) {
    Map<NDArray, Own> owners = new IdentityHashMap<>();
    for (Modality m : modalities) {
      NDArray coefficient = coefficient(descent, m);
      for (Parameter parameter : descent.backbone().parametersOf(m)) {
        owners.put(parameter.getArray(), new Own(parameter, coefficient));
      }
    }
    return owners;
  }
}
