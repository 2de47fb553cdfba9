package org.equimodal.backbones;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.equimodal.backbones.graph.SparseMatrix;
import org.equimodal.backbones.tensor.GradientTape;
import org.equimodal.backbones.tensor.Scalars;
import org.equimodal.backbones.tensor.UnitRows;
import org.equimodal.datasets.Modality;

/**
 * MMGCN: Multi-modal Graph Convolution Network for Personalized Recommendation of Micro-video (Wei
 * et al., ACM MM 2019), one graph network per modality:
 *
 * <pre>
 *   V^m = F^m W_m^T + beta_m        Z_0 = norm( [P^m ; V^m] )
 *   H   = lrelu( Ahat A_{m,l}(Z_{l-1}) )
 *   Q   = lrelu( R_{m,l}(Z_{l-1}) ) + X
 *   Z_l = lrelu( G_{m,l}(H) + Q )                              l = 1, 2, 3
 *   [U ; I] = (1/M) sum_m Z_3^m
 * </pre>
 *
 * <p>with {@code Ahat = D^-1 (A + I)}. The layers are those of the code released with CKD (ACM MM
 * 2024): one width for all modalities, H and Q added, self loops, trained X. There P^m is a plain
 * tensor, neither trained nor saved; here it is a parameter, {@link Preference#TRAINED} by default,
 * and saved either way. A masked stream is not constant, for X and degrees remain, but it depends
 * on its modality alone: all views together need a kept and a masked stream per modality.
 */
public final class Mmgcn extends Backbone {

  private static final int LAYERS = 3;

  private final Preference preference;
  private final SparseMatrix adjacency; // Ahat
  private final Parameter userEmbedding; // X_U
  private final Parameter itemEmbedding; // X_I
  private final Preferences preferences; // P^m
  private final Projections projections; // W_m, beta_m
  private final List<List<Layer>> streams = new ArrayList<>();

  /** Whether preferences are learnt. */
  public enum Preference {
    /** As the paper's model inputs are. */
    TRAINED,
    /** As drawn: what the released code amounts to. */
    FROZEN_RANDOM
  }

  /** A_{m,l}, R_{m,l}, G_{m,l}. */
  private record Layer(LinearLayer aggregate, LinearLayer self, LinearLayer combine) {}

  /**
   * Settings.
   *
   * @param dimension d, the width of everything
   * @param preference whether preferences are learnt
   */
  public record Settings(int dimension, Preference preference) {
    /** Validates. */
    public Settings {
      Require.positive("dimension", dimension);
      Objects.requireNonNull(preference, "preference");
    }
  }

  /**
   * Declares the parameters.
   *
   * @param catalogue the dataset on the device
   * @param settings the model's own settings
   * @param initializers draws the initial parameters
   */
  public Mmgcn(Catalogue catalogue, Settings settings, Initializers initializers) {
    super(catalogue, initializers);
    int d = settings.dimension();
    preference = settings.preference();
    adjacency = catalogue.graph().meanWithSelf();
    userEmbedding = table("user_embedding", catalogue.users(), d);
    itemEmbedding = table("item_embedding", catalogue.items(), d);
    preferences = new Preferences(this, d, Initializers.xavierNormal(catalogue.users(), d));
    projections = new Projections(this, d);
    for (Modality m : catalogue.modalities()) {
      List<Layer> layers = new ArrayList<>();
      for (int l = 1; l <= LAYERS; l++) {
        String name = m.name() + ".layer" + l;
        layers.add(
            new Layer(
                new LinearLayer(this, name + ".aggregate", d, d),
                new LinearLayer(this, name + ".self", d, d),
                new LinearLayer(this, name + ".combine", d, d)));
      }
      streams.add(layers);
    }
  }

  @Override
  public Map<View, Representations> represent(
      ParameterStore parameters, Collection<View> views, boolean training) {
    Values values = values(parameters, training);
    ModalityInputs inputs = new ModalityInputs(catalogue(), m -> preferences(m, values));
    NDArray x =
        GradientTape.cut(
            NDArrays.concat(new NDList(values.of(userEmbedding), values.of(itemEmbedding))));
    Map<View, Representations> represented = new LinkedHashMap<>();
    for (View view : views) {
      NDArray sum = null;
      for (Modality m : catalogue().modalities()) {
        NDArray out = inputs.shared("stream", m, view, () -> stream(m, view, x, inputs, values));
        sum = sum == null ? out : sum.add(out);
      }
      NDArray mean = Scalars.times(sum, 1.0 / catalogue().modalities().size());
      represented.put(
          view, new Representations(List.of(Factor.ofNodes(mean, catalogue().users()))));
    }
    return represented;
  }

  private NDArray preferences(Modality m, Values values) {
    NDArray table = values.of(preferences.of(m));
    return preference == Preference.TRAINED ? table : table.stopGradient();
  }

  /** Z_3^m, [N, d]. */
  private NDArray stream(Modality m, View view, NDArray x, ModalityInputs inputs, Values values) {
    NDArray z =
        GradientTape.cut(
            catalogue()
                .nodes(
                    UnitRows.of(inputs.preferences(m, view)),
                    UnitRows.of(projections.of(m, view, inputs, values))));
    for (Layer layer : streams.get(m.index())) {
      NDArray h = Projections.leaky(adjacency.times(layer.aggregate().apply(z, values)));
      NDArray q = Projections.leaky(layer.self().apply(z, values)).add(x);
      z = GradientTape.cut(Projections.leaky(layer.combine().apply(h, values).add(q)));
    }
    return z;
  }

  @Override
  public List<Parameter> parametersOf(Modality modality) {
    List<Parameter> group = new ArrayList<>(projections.parametersOf(modality));
    group.add(preferences.of(modality));
    for (Layer layer : streams.get(modality.index())) {
      group.addAll(layer.aggregate().parameters());
      group.addAll(layer.self().parameters());
      group.addAll(layer.combine().parameters());
    }
    return group;
  }
}
