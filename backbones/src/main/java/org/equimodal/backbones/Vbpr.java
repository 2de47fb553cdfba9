package org.equimodal.backbones;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.equimodal.datasets.Modality;

/**
 * VBPR: Visual Bayesian Personalized Ranking from Implicit Feedback (He and McAuley, AAAI 2016),
 * with one user preference and one projection per modality:
 *
 * <pre>
 *   V^m = F^m W_m^T + beta_m
 *   U = [ X_U | P^1 | .. | P^M ]     I = [ X_I | V^1 | .. | V^M ]
 *   score(u, i) = x_u . x_i + sum_m p_u^m . v_i^m
 * </pre>
 *
 * <p>It follows the code released with CKD (Modality-Balanced Learning for Multimedia
 * Recommendation, ACM MM 2024): item bias, visual bias and per-group regularisation of the original
 * are dropped. A masked modality adds the same number to all scores of a user, so all views come
 * from one projection per modality: full = id + sum_m c^m, only(m) = id + c^m.
 */
public final class Vbpr extends Backbone {

  private final Parameter userEmbedding; // X_U
  private final Parameter itemEmbedding; // X_I
  private final List<Channel> channels = new ArrayList<>();

  /** The parameters of one modality: P^m, W_m, beta_m. */
  private record Channel(Modality modality, Parameter preference, Projection projection) {}

  /**
   * Settings.
   *
   * @param dimension d, the width of ids, preferences and projections; 64 in the paper
   */
  public record Settings(int dimension) {
    /** Validates. */
    public Settings {
      if (dimension < 1) {
        throw new IllegalArgumentException("dimension must be >= 1, was " + dimension);
      }
    }
  }

  /**
   * Declares the parameters.
   *
   * @param catalogue the dataset on the device
   * @param settings the model's own settings
   * @param initializers draws the initial parameters
   */
  public Vbpr(Catalogue catalogue, Settings settings, Initializers initializers) {
    super(catalogue, initializers);
    int d = settings.dimension();
    userEmbedding = table("user_embedding", catalogue.users(), d);
    itemEmbedding = table("item_embedding", catalogue.items(), d);
    for (Modality m : catalogue.modalities()) {
      Parameter preference = table(m.name() + ".preference", catalogue.users(), d);
      channels.add(new Channel(m, preference, new Projection(this, m, d)));
    }
  }

  private Parameter table(String name, int rows, int columns) {
    return parameter(name, new Shape(rows, columns), Initializers.xavierUniform(rows, columns));
  }

  @Override
  public Map<View, Representations> represent(
      ParameterStore parameters, Collection<View> views, boolean training) {
    ModalityInputs inputs =
        new ModalityInputs(
            catalogue(), m -> value(parameters, channels.get(m.index()).preference(), training));
    Factor id =
        new Factor(
            value(parameters, userEmbedding, training), value(parameters, itemEmbedding, training));
    Map<View, Representations> represented = new LinkedHashMap<>();
    for (View view : views) {
      List<Factor> factors = new ArrayList<>(List.of(id));
      for (Channel channel : channels) {
        factors.add(factor(channel, view, inputs, parameters, training));
      }
      represented.put(view, new Representations(factors));
    }
    return represented;
  }

  /** (P^{m,S}, V^m) with V^m = F^{m,S} W_m^T + beta_m. */
  private static Factor factor(
      Channel channel,
      View view,
      ModalityInputs inputs,
      ParameterStore parameters,
      boolean training) {
    Modality m = channel.modality();
    return inputs.shared(
        "factor",
        m,
        view,
        () -> {
          NDArray projected =
              channel.projection().apply(inputs.features(m, view), parameters, training);
          return new Factor(inputs.preferences(m, view), projected);
        });
  }

  @Override
  public List<Parameter> parametersOf(Modality modality) {
    Channel channel = channels.get(modality.index());
    List<Parameter> group = new ArrayList<>(channel.projection().parameters());
    group.add(channel.preference());
    return group;
  }
}
