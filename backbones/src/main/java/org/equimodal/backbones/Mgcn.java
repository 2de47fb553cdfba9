package org.equimodal.backbones;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.nn.Activation;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.equimodal.backbones.graph.SparseMatrix;
import org.equimodal.backbones.tensor.GradientTape;
import org.equimodal.backbones.tensor.Products;
import org.equimodal.backbones.tensor.Scalars;
import org.equimodal.datasets.Modality;

/**
 * MGCN: Multi-View Graph Convolutional Network for Multimedia Recommendation (Yu et al., ACM MM
 * 2023), for any number of modalities:
 *
 * <pre>
 *   V^m = F^m W_m^T + beta_m          B^m = X_I * sigmoid(a_m(V^m))
 *   C_0 = [X_U ; X_I]    C_l = Asym C_{l-1}    C = mean(C_0 .. C_L)
 *   B^m &lt;- K_m B^m       Z^m = [R B^m ; B^m]
 *   h = softmax over m of query(Z^m)           common = sum_m h^m Z^m
 *   sep^m = sigmoid(b_m(C)) * (Z^m - common)   side = (common + sum_m sep^m) / (M + 1)
 *   [U ; I] = C + side
 * </pre>
 *
 * <p>K_m links each item to the k most alike by F^m as it is at the start, and R is the users' rows
 * of Asym. Features are parameters in the original code; see {@link Settings#trainFeatures}. MGCN
 * has no preferences, so a view masks features alone, and by default K_m stays, for it is a
 * structure and no input: {@link MaskedGraph#KEEP}. Then a masked modality is still there in part,
 * and its measured effect is small. CKD's own loop (ACM MM 2024) has no place for the contrastive
 * loss, which is off by default.
 */
public final class Mgcn extends Backbone {

  private final Settings settings;
  private final SparseMatrix adjacency; // Asym
  private final SparseMatrix userBlock; // R
  private final List<SparseMatrix> similar = new ArrayList<>(); // K_m
  private final Parameter userEmbedding; // X_U
  private final Parameter itemEmbedding; // X_I
  private final List<Parameter> features = new ArrayList<>(); // F^m, if trained
  private final Projections projections; // W_m, beta_m
  private final List<LinearLayer> purifiers = new ArrayList<>(); // a_m
  private final List<LinearLayer> preferenceGates = new ArrayList<>(); // b_m
  private final LinearLayer queryHidden;
  private final LinearLayer queryScore;

  /** What becomes of K_m in a view that masks m. */
  public enum MaskedGraph {
    /** It stays: it was fixed at the start. */
    KEEP,
    /** It becomes the identity: the strict counterfactual. */
    IDENTITY
  }

  /**
   * Settings.
   *
   * @param dimension d, the width of everything
   * @param layers L, layers of the behaviour view
   * @param itemLayers how often K_m is applied
   * @param k how many items each one is linked to in K_m, as a rule itself among them
   * @param maskedGraph what becomes of K_m in a view that masks m
   * @param trainFeatures whether features are parameters; K_m is made of those at the start
   * @param auxiliary whether the contrastive loss is added
   * @param auxiliaryWeight its weight, lambda_c
   * @param temperature of the contrastive loss
   */
  public record Settings(
      int dimension,
      int layers,
      int itemLayers,
      int k,
      MaskedGraph maskedGraph,
      boolean trainFeatures,
      AuxiliaryLoss.Use auxiliary,
      double auxiliaryWeight,
      double temperature) {
    /** Validates. */
    public Settings {
      Require.positive("dimension", dimension);
      Require.notNegative("layers", layers);
      Require.notNegative("itemLayers", itemLayers);
      Require.positive("k", k);
      Objects.requireNonNull(maskedGraph, "maskedGraph");
      Objects.requireNonNull(auxiliary, "auxiliary");
      Require.notNegative("auxiliaryWeight", auxiliaryWeight);
      if (!(temperature > 0)) {
        throw new IllegalArgumentException("temperature must be > 0, was " + temperature);
      }
    }
  }

  /**
   * Declares the parameters and makes or reads the graphs of similar items.
   *
   * @param catalogue the dataset on the device
   * @param settings the model's own settings
   * @param initializers draws the initial parameters
   */
  public Mgcn(Catalogue catalogue, Settings settings, Initializers initializers) {
    super(catalogue, initializers);
    this.settings = settings;
    adjacency = catalogue.graph().symmetric();
    userBlock = catalogue.graph().userBlock();
    int d = settings.dimension();
    userEmbedding = table("user_embedding", catalogue.users(), d);
    itemEmbedding = table("item_embedding", catalogue.items(), d);
    projections = new Projections(this, d);
    for (Modality m : catalogue.modalities()) {
      similar.add(catalogue.similarItems(m, settings.k()));
      if (settings.trainFeatures()) {
        features.add(parameter(m.name() + ".features", catalogue.features(m)));
      }
      purifiers.add(new LinearLayer(this, m.name() + ".purifier", d, d));
      preferenceGates.add(new LinearLayer(this, m.name() + ".preference_gate", d, d));
    }
    queryHidden = new LinearLayer(this, "query.hidden", d, d);
    queryScore = LinearLayer.unbiased(this, "query.score", d, 1);
  }

  @Override
  public Map<View, Representations> represent(
      ParameterStore parameters, Collection<View> views, boolean training) {
    Pass pass = new Pass(values(parameters, training), views);
    Map<View, Representations> represented = new LinkedHashMap<>();
    for (View view : views) {
      represented.put(view, pass.represented(view));
    }
    return represented;
  }

  @Override
  public boolean hasAuxiliaryLoss() {
    return settings.auxiliary() == AuxiliaryLoss.Use.ORIGINAL;
  }

  /** The computation of one step, for all its views. */
  private final class Pass {

    private final Values values;
    private final ModalityInputs inputs;
    private final NDArray behaviour; // C
    private NDArray remainder; // made when first asked for

    Pass(Values values, Collection<View> views) {
      this.values = values;
      this.inputs =
          settings.trainFeatures()
              ? ModalityInputs.ofTrained(
                  catalogue(), m -> values.of(features.get(m.index())), views)
              : new ModalityInputs(catalogue());
      this.behaviour = GradientTape.cut(behaviour());
    }

    private NDArray behaviour() {
      NDArray layer =
          GradientTape.cut(
              NDArrays.concat(new NDList(values.of(userEmbedding), values.of(itemEmbedding))));
      NDArray sum = layer;
      for (int l = 1; l <= settings.layers(); l++) {
        layer = adjacency.times(layer);
        sum = sum.add(layer);
      }
      return Scalars.times(sum, 1.0 / (settings.layers() + 1));
    }

    Representations represented(View view) {
      NDArray side = GradientTape.cut(side(view)); // the contrast uses it too
      int users = catalogue().users();
      Factor factor = Factor.ofNodes(behaviour.add(side), users);
      Optional<AuxiliaryLoss> contrast =
          hasAuxiliaryLoss()
              ? Optional.of(
                  new Contrast(
                      Factor.ofNodes(side, users),
                      Factor.ofNodes(behaviour, users),
                      settings.temperature(),
                      settings.auxiliaryWeight()))
              : Optional.empty();
      return new Representations(List.of(factor), contrast);
    }

    /** Z^m, [N, d]. */
    private NDArray itemView(Modality m, View view) {
      return inputs.shared(
          "item view",
          m,
          view,
          () -> {
            NDArray v = projections.of(m, view, inputs, values);
            NDArray purified =
                values
                    .of(itemEmbedding)
                    .mul(Activation.sigmoid(purifiers.get(m.index()).apply(v, values)));
            NDArray b = GradientTape.cut(purified);
            if (view.keeps(m) || settings.maskedGraph() == MaskedGraph.KEEP) {
              for (int layer = 0; layer < settings.itemLayers(); layer++) {
                b = similar.get(m.index()).times(b);
              }
            }
            return GradientTape.cut(catalogue().nodes(userBlock.times(b), b));
          });
    }

    /** query(Z^m), [N, 1]. */
    private NDArray attention(Modality m, View view) {
      return inputs.shared(
          "attention",
          m,
          view,
          () -> {
            NDArray hidden = queryHidden.apply(itemView(m, view), values).tanh();
            return GradientTape.cut(queryScore.apply(hidden, values));
          });
    }

    /**
     * S = 1/(M+1) ( common + sum_m p^m * (Z^m - common) ), with what does not depend on the view
     * taken out: = remainder * common + sum_m share^m * Z^m.
     */
    private NDArray side(View view) {
      List<Modality> modalities = catalogue().modalities();
      NDList scores = new NDList();
      modalities.forEach(m -> scores.add(attention(m, view)));
      NDArray h = GradientTape.cut(NDArrays.concat(scores, 1).softmax(1));
      NDArray common = null;
      for (Modality m : modalities) {
        NDArray own = h.get(column(m));
        NDArray z = itemView(m, view);
        common = common == null ? z.mul(own) : Products.add(common, z, own);
      }
      NDArray sum = remainder().mul(common);
      for (Modality m : modalities) {
        sum = Products.add(sum, share(m), itemView(m, view));
      }
      return sum;
    }

    /** p^m / (M+1), [N, d]. */
    private NDArray share(Modality m) {
      return inputs.shared(
          "share",
          m,
          View.only(m),
          () ->
              GradientTape.cut(
                  Scalars.times(
                      Activation.sigmoid(preferenceGates.get(m.index()).apply(behaviour, values)),
                      1.0 / (catalogue().modalities().size() + 1))));
    }

    /** (1 - sum_m p^m) / (M+1), [N, d]. */
    private NDArray remainder() {
      if (remainder == null) {
        List<Modality> modalities = catalogue().modalities();
        NDArray shares = modalities.stream().map(this::share).reduce(NDArray::add).orElseThrow();
        remainder = GradientTape.cut(Scalars.plus(shares.neg(), 1.0 / (modalities.size() + 1)));
      }
      return remainder;
    }

    private static NDIndex column(Modality m) {
      return new NDIndex(":, " + m.index() + ":" + (m.index() + 1));
    }
  }

  @Override
  public List<Parameter> parametersOf(Modality modality) {
    List<Parameter> group = new ArrayList<>(projections.parametersOf(modality));
    if (settings.trainFeatures()) {
      group.add(features.get(modality.index()));
    }
    group.addAll(purifiers.get(modality.index()).parameters());
    group.addAll(preferenceGates.get(modality.index()).parameters());
    return group;
  }
}
