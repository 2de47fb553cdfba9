package org.equimodal.backbones;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.equimodal.backbones.graph.BipartiteGraph;
import org.equimodal.backbones.tensor.Edges;
import org.equimodal.backbones.tensor.GradientTape;
import org.equimodal.backbones.tensor.Kernels;
import org.equimodal.backbones.tensor.Scalars;
import org.equimodal.backbones.tensor.UnitRows;
import org.equimodal.datasets.Modality;

/**
 * EgoGCN: Breaking Isolation: Multimodal Graph Fusion for Multimedia Recommendation by Edge-wise
 * Modulation (Chen et al., ACM MM 2022), for any number of modalities. What a node sends within one
 * modality is modulated by the others:
 *
 * <pre>
 *   q^m = norm(P^m)     g^m = norm( lrelu( F^m W_m^T + beta_m ) )     Z^m = [q^m ; g^m]
 *   soft:  value_e = Zt^m_s(e),   Zt^m = (1/M) ( Z^m + sum_{k != m} sigmoid(K_{m,k}(Z^k)) * Z^k )
 *   hard:  value_e = Zbar_s(e) if alpha_e &gt; theta else Z^m_s(e),      Zbar = (1/M) sum_k Z^k
 *   Z   &lt;- norm( sum over edges of softmax(&lt;Z^m_t, value&gt;) value )
 *   R rounds:  Z &lt;- norm( Z + sum over edges of softmax(&lt;Z_t, Z_s&gt;) Z_s ),      out^m = Z
 *   Y_0 = norm(X)       Y_1 = Asym Y_0    Y_2 = Asym Y_1      id = Y_0 + Y_1 + 2 Y_2
 *   [U ; I] = [ id | out^1 | .. | out^M ]
 * </pre>
 *
 * <p>The third ID layer of the original code is fed with Y_1 again, hence the coefficient 2. The
 * original overwrites P^m with its normalised copy in every forward pass and does not differentiate
 * through that; see {@link PreferenceNormalization}. Every stream sees the others, so all streams
 * run once per view. CKD (ACM MM 2024) has released no code for EgoGCN.
 */
public final class EgoGcn extends Backbone {

  private final Settings settings;
  private final BipartiteGraph graph;
  private final Parameter nodeEmbedding; // X
  private final Preferences preferences; // P^m
  private final Projections projections; // W_m, beta_m
  private final List<Map<Modality, LinearLayer>> gates = new ArrayList<>(); // K_{m,k}

  /** How other modalities modulate an edge. */
  public enum Fusion {
    /** By a learnt gate per source and pair of modalities. */
    SOFT,
    /** Altogether or not at all, by the attention of the edge. */
    HARD
  }

  /** On which edges hard fusion mixes. */
  public enum Mixed {
    /** Those with attention above the threshold. */
    ABOVE,
    /** Those with attention below it. */
    BELOW
  }

  /** What the third ID layer is fed with. */
  public enum ThirdLayer {
    /** Y_1, as the original code: it repeats Y_2. */
    REPEATED,
    /** Y_2: the third power. */
    PROPER
  }

  /** When preferences become unit rows. */
  public enum PreferenceNormalization {
    /** In the forward pass, with gradients through it. */
    IN_GRAPH,
    /** After each step of the optimiser, without: the same values going forward. */
    AFTER_STEP
  }

  /**
   * Settings.
   *
   * @param dimension d, the width of everything
   * @param fusion how other modalities modulate an edge
   * @param threshold theta of hard fusion
   * @param mixed on which edges hard fusion mixes
   * @param rounds R
   * @param reAttention whether attention is computed again with the fused values
   * @param thirdLayer what the third ID layer is fed with
   * @param preferenceNormalization when preferences become unit rows
   * @param auxiliary whether the original regulariser is added
   * @param auxiliaryWeight its weight
   */
  public record Settings(
      int dimension,
      Fusion fusion,
      double threshold,
      Mixed mixed,
      int rounds,
      boolean reAttention,
      ThirdLayer thirdLayer,
      PreferenceNormalization preferenceNormalization,
      AuxiliaryLoss.Use auxiliary,
      double auxiliaryWeight) {
    /** Validates. */
    public Settings {
      Require.positive("dimension", dimension);
      Objects.requireNonNull(fusion, "fusion");
      Require.notNegative("threshold", threshold);
      Objects.requireNonNull(mixed, "mixed");
      Require.notNegative("rounds", rounds);
      Objects.requireNonNull(thirdLayer, "thirdLayer");
      Objects.requireNonNull(preferenceNormalization, "preferenceNormalization");
      Objects.requireNonNull(auxiliary, "auxiliary");
      Require.notNegative("auxiliaryWeight", auxiliaryWeight);
    }
  }

  /**
   * Declares the parameters.
   *
   * @param catalogue the dataset on the device
   * @param settings the model's own settings
   * @param initializers draws the initial parameters
   */
  public EgoGcn(Catalogue catalogue, Settings settings, Initializers initializers) {
    super(catalogue, initializers);
    this.settings = settings;
    this.graph = catalogue.graph();
    graph.symmetric();
    graph.uniform();
    int d = settings.dimension();
    int nodes = graph.nodes();
    nodeEmbedding =
        parameter("node_embedding", new Shape(nodes, d), Initializers.xavierNormal(nodes, d));
    preferences = new Preferences(this, d, Initializers.xavierNormal(catalogue.users(), d));
    projections = new Projections(this, d);
    for (Modality m : catalogue.modalities()) {
      Map<Modality, LinearLayer> ofStream = new LinkedHashMap<>();
      for (Modality k : catalogue.modalities()) {
        if (settings.fusion() == Fusion.SOFT && !k.equals(m)) {
          ofStream.put(k, new LinearLayer(this, m.name() + ".gate." + k.name(), d, d));
        }
      }
      gates.add(ofStream);
    }
  }

  @Override
  public Map<View, Representations> represent(
      ParameterStore parameters, Collection<View> views, boolean training) {
    Pass pass = new Pass(values(parameters, training));
    Factor id = pass.id();
    Map<View, Representations> represented = new LinkedHashMap<>();
    for (View view : views) {
      List<Factor> factors = new ArrayList<>(List.of(id));
      for (Modality m : catalogue().modalities()) {
        factors.add(Factor.ofNodes(pass.stream(m, view), catalogue().users()));
      }
      represented.put(view, new Representations(factors, pass.auxiliaryLoss()));
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
    private final Map<View, NDArray> means = new HashMap<>();

    Pass(Values values) {
      this.values = values;
      this.inputs = new ModalityInputs(catalogue(), m -> values.of(preferences.of(m)));
    }

    /** Z^m, [N, d]. */
    private NDArray z(Modality m, View view) {
      return inputs.shared(
          "z",
          m,
          view,
          () -> {
            NDArray p = inputs.preferences(m, view);
            boolean unit =
                view.keeps(m)
                    && settings.preferenceNormalization() == PreferenceNormalization.AFTER_STEP;
            NDArray q = unit ? p : UnitRows.of(p);
            return GradientTape.cut(
                catalogue().nodes(q, projections.unit(m, view, inputs, values)));
          });
    }

    /** out^m, [N, d]. */
    NDArray stream(Modality m, View view) {
      Edges edges = graph.edges();
      NDArray fused =
          settings.fusion() == Fusion.SOFT ? softlyFused(m, view) : hardlyFused(m, view);
      NDArray z = UnitRows.of(fused);
      for (int round = 0; round < settings.rounds(); round++) {
        NDArray alpha = edges.softmax(edges.dot(z, z));
        z = UnitRows.of(z.add(edges.sum(alpha, z)));
      }
      return z;
    }

    /** M times the fused rows, which are normalised next: 1/M is left to the logits. */
    private NDArray softlyFused(Modality m, View view) {
      Edges edges = graph.edges();
      NDArray z = z(m, view);
      NDArray sum = z;
      for (Map.Entry<Modality, LinearLayer> gate : gates.get(m.index()).entrySet()) {
        sum = sum.add(gated(m, gate.getKey(), gate.getValue(), view));
      }
      NDArray scaled = GradientTape.cut(sum); // M zt
      NDArray logits =
          settings.reAttention()
              ? Scalars.times(edges.dot(z, scaled), 1.0 / catalogue().modalities().size())
              : edges.dot(z, z);
      return edges.sum(edges.softmax(logits), scaled);
    }

    /**
     * sigmoid(K_{m,k}(Z^k)) * Z^k: a gate depends on the source alone, so there is one per node.
     */
    private NDArray gated(Modality m, Modality k, LinearLayer gate, View view) {
      return inputs.shared(
          "gated for " + m.name(),
          k,
          view,
          () -> {
            NDArray z = z(k, view);
            return GradientTape.cut(Activation.sigmoid(gate.apply(z, values)).mul(z));
          });
    }

    private NDArray hardlyFused(Modality m, View view) {
      Edges edges = graph.edges();
      NDArray z = z(m, view);
      NDArray mean = means.computeIfAbsent(view, this::mean);
      NDArray alpha = attention(m, view);
      NDArray mixed = mixed(alpha.stopGradient()); // the choice carries no gradient
      if (settings.reAttention()) {
        alpha = edges.softmax(NDArrays.where(mixed, edges.dot(z, mean), logits(m, view)));
      }
      NDArray share = mixed.toType(alpha.getDataType(), false);
      NDArray toMean = alpha.mul(share);
      return edges.sum(toMean, mean).add(edges.sum(alpha.mul(Scalars.oneMinus(share)), z));
    }

    /** alpha_e; in closed form where it is known, for the threshold may be just that fraction. */
    private NDArray attention(Modality m, View view) {
      return inputs.shared(
          "attention",
          m,
          view,
          () -> view.keeps(m) ? graph.edges().softmax(logits(m, view)) : graph.uniform().weights());
    }

    /** The dot products of Z^m along the edges. */
    private NDArray logits(Modality m, View view) {
      NDArray z = z(m, view);
      return inputs.shared("logits", m, view, () -> graph.edges().dot(z, z));
    }

    private NDArray mixed(NDArray alpha) {
      return settings.mixed() == Mixed.ABOVE
          ? Scalars.isAbove(alpha, settings.threshold())
          : Scalars.isAbove(alpha.neg(), -settings.threshold());
    }

    /** Zbar, [N, d]. */
    private NDArray mean(View view) {
      NDArray sum = null;
      for (Modality k : catalogue().modalities()) {
        NDArray z = z(k, view);
        sum = sum == null ? z : sum.add(z);
      }
      return GradientTape.cut(Scalars.times(sum, 1.0 / catalogue().modalities().size()));
    }

    /** id = Y_0 + Y_1 + 2 Y_2, or Y_0 + .. + Y_3. */
    Factor id() {
      NDArray zero = UnitRows.of(values.of(nodeEmbedding));
      NDArray one = graph.symmetric().times(zero);
      NDArray two = graph.symmetric().times(one);
      NDArray three =
          settings.thirdLayer() == ThirdLayer.REPEATED ? two : graph.symmetric().times(two);
      return Factor.ofNodes(zero.add(one).add(two).add(three), catalogue().users());
    }

    Optional<AuxiliaryLoss> auxiliaryLoss() {
      return hasAuxiliaryLoss()
          ? Optional.of(
              TablePenalty.of(
                  EgoGcn.this, nodeEmbedding, preferences, values, settings.auxiliaryWeight()))
          : Optional.empty();
    }
  }

  @Override
  public void constrainParameters() {
    if (settings.preferenceNormalization() == PreferenceNormalization.AFTER_STEP) {
      NDList tables = new NDList();
      NDList unit = new NDList();
      for (Modality m : catalogue().modalities()) {
        NDArray table = preferences.of(m).getArray();
        tables.add(table);
        unit.add(UnitRows.of(table.stopGradient()));
      }
      Kernels.copy(unit, tables);
    }
  }

  @Override
  public List<Parameter> parametersOf(Modality modality) {
    List<Parameter> group = new ArrayList<>(projections.parametersOf(modality));
    group.add(preferences.of(modality));
    gates.get(modality.index()).values().forEach(gate -> group.addAll(gate.parameters()));
    return group;
  }
}
