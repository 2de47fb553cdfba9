package org.equimodal.backbones;

import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.equimodal.backbones.tensor.Rows;
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
public final class Vbpr extends RowwiseBackbone {

  private final Parameter userEmbedding; // X_U
  private final Parameter itemEmbedding; // X_I
  private final Preferences preferences; // P^m
  private final Projections projections; // W_m, beta_m

  /**
   * Settings.
   *
   * @param dimension d, the width of ids, preferences and projections; 64 in the paper
   */
  public record Settings(int dimension) {
    /** Validates. */
    public Settings {
      Require.positive("dimension", dimension);
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
    preferences = new Preferences(this, d, Initializers.xavierUniform(catalogue.users(), d));
    projections = new Projections(this, d);
  }

  @Override
  Map<View, Representations> represent(Values values, Collection<View> views, Rows rows) {
    ModalityInputs inputs =
        new ModalityInputs(catalogue(), rows, m -> values.of(preferences.of(m)));
    Factor id =
        new Factor(rows.ofUsers(values.of(userEmbedding)), rows.ofItems(values.of(itemEmbedding)));
    Map<View, Representations> represented = new LinkedHashMap<>();
    for (View view : views) {
      List<Factor> factors = new ArrayList<>(List.of(id));
      for (Modality m : catalogue().modalities()) {
        factors.add(
            inputs.shared(
                "factor",
                m,
                view,
                () ->
                    new Factor(
                        () -> inputs.preferences(m, view),
                        projections.of(m, view, inputs, values))));
      }
      represented.put(view, new Representations(factors));
    }
    return represented;
  }

  @Override
  public List<Parameter> parametersOf(Modality modality) {
    List<Parameter> group = new ArrayList<>(projections.parametersOf(modality));
    group.add(preferences.of(modality));
    return group;
  }
}
