package org.equimodal.backbones;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
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
import org.equimodal.backbones.graph.BipartiteGraph;
import org.equimodal.backbones.graph.BipartiteGraph.Attention;
import org.equimodal.backbones.tensor.Dropout;
import org.equimodal.backbones.tensor.Edges;
import org.equimodal.backbones.tensor.GradientTape;
import org.equimodal.backbones.tensor.Scalars;
import org.equimodal.backbones.tensor.UnitRows;
import org.equimodal.datasets.Modality;

/**
 * GRCN: Graph-Refined Convolutional Network for Multimedia Recommendation with Implicit Feedback
 * (Wei et al., ACM MM 2020). Attention within each modality finds out which edges are to be
 * believed; the ID stream travels along those:
 *
 * <pre>
 *   q = norm(P^m)      g = norm( lrelu( F^m W_m^T + beta_m ) )
 *   routing, T rounds: q &lt;- norm( q + sum_i softmax_i(&lt;q_u, g_i&gt;) g_i )
 *   Z = [q ; g]        alpha^m_e = softmax over edges into t(e) of &lt;Z_t(e), Z_s(e)&gt;
 *   out^m = Z + sum over edges of alpha^m_e Z_s(e)
 *   w_e = relu( max_m( alpha^m_e C[s(e), m] ) )
 *   Y_0 = norm(X)      Y_1 = w Y_0      Y_2 = w Y_1      id = Y_0 + Y_1 + Y_2
 *   [U ; I] = [ id | out^1 | .. | out^M ]
 * </pre>
 *
 * <p>{@link Routing#PAPER} is the algorithm of the paper. The published code aggregates at the
 * items and then reads the users' rows, which are zero, so its routing leaves q as it is: {@link
 * Routing#RELEASED}. A modality that is masked gives all nodes of a kind the same row, so its
 * attention is 1 / indegree and nothing need be computed for it; but the edge weights depend on
 * what is shown, so the ID stream runs once per view. CKD (ACM MM 2024) has released no code for
 * GRCN.
 */
public final class Grcn extends Backbone {

  private final Settings settings;
  private final BipartiteGraph graph;
  private final boolean usersReached; // by some edge, all of them
  private final boolean itemsReached;
  private final Parameter nodeEmbedding; // X
  private final Preferences preferences; // P^m
  private final Projections projections; // W_m, beta_m
  private final List<Parameter> confidence = new ArrayList<>(); // columns of C, [N, 1] each

  /** What the neighbour routing does. */
  public enum Routing {
    /** Moves preferences towards the features of interacted items. */
    PAPER,
    /** Nothing, as the published code. */
    RELEASED
  }

  /** How the modalities' attention becomes one weight per edge. */
  public enum EdgeMode {
    /** Largest product of attention and the source's confidence. */
    CONFIDENCE,
    /** Mean attention. */
    MEAN,
    /** Largest attention. */
    MAX
  }

  /**
   * Settings.
   *
   * @param dimension d, the width of everything
   * @param routing what the neighbour routing does
   * @param rounds T, how often
   * @param edgeMode how the modalities' attention becomes one weight per edge
   * @param pruning whether negative weights become 0
   * @param edgeDropout share of the interactions that a training step leaves out, the same in all
   *     views; in [0, 1)
   * @param auxiliary whether the original regulariser is added
   * @param auxiliaryWeight its weight
   */
  public record Settings(
      int dimension,
      Routing routing,
      int rounds,
      EdgeMode edgeMode,
      boolean pruning,
      double edgeDropout,
      AuxiliaryLoss.Use auxiliary,
      double auxiliaryWeight) {
    /** Validates. */
    public Settings {
      Require.positive("dimension", dimension);
      Objects.requireNonNull(routing, "routing");
      Require.notNegative("rounds", rounds);
      Objects.requireNonNull(edgeMode, "edgeMode");
      if (!(edgeDropout >= 0 && edgeDropout < 1)) {
        throw new IllegalArgumentException("edgeDropout must be in [0, 1), was " + edgeDropout);
      }
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
  public Grcn(Catalogue catalogue, Settings settings, Initializers initializers) {
    super(catalogue, initializers);
    this.settings = settings;
    this.graph = catalogue.graph();
    this.usersReached = graph.reachesAllUsers();
    this.itemsReached = graph.reachesAllItems();
    graph.edges();
    graph.uniform();
    if (settings.routing() == Routing.PAPER || settings.edgeDropout() > 0) {
      graph.userEdges();
    }
    int d = settings.dimension();
    int nodes = graph.nodes();
    nodeEmbedding =
        parameter("node_embedding", new Shape(nodes, d), Initializers.xavierNormal(nodes, d));
    preferences = new Preferences(this, d, Initializers.xavierNormal(catalogue.users(), d));
    projections = new Projections(this, d);
    if (settings.edgeMode() == EdgeMode.CONFIDENCE) {
      Initializers.Draw draw = Initializers.xavierNormal(nodes, catalogue.modalities().size());
      for (Modality m : catalogue.modalities()) {
        confidence.add(parameter(m.name() + ".confidence", new Shape(nodes, 1), draw));
      }
    }
  }

  @Override
  public Map<View, Representations> represent(
      ParameterStore parameters, Collection<View> views, boolean training) {
    Pass pass = new Pass(values(parameters, training), training);
    Map<View, Representations> represented = new LinkedHashMap<>();
    for (View view : views) {
      List<Factor> factors = new ArrayList<>(List.of(pass.id(view)));
      for (Modality m : catalogue().modalities()) {
        factors.add(pass.stream(m, view).factor());
      }
      represented.put(view, new Representations(factors, pass.auxiliaryLoss()));
    }
    return represented;
  }

  @Override
  public boolean hasAuxiliaryLoss() {
    return settings.auxiliary() == AuxiliaryLoss.Use.ORIGINAL;
  }

  /**
   * What one modality makes of a kept or masked view.
   *
   * @param factor out^m
   * @param evidence alpha^m_e, times the confidence if that mode asks for it; [2 E]
   */
  private record Stream(Factor factor, NDArray evidence) {}

  /** The computation of one step, for all its views. */
  private final class Pass {

    private final Values values;
    private final ModalityInputs inputs;
    private final NDArray ids; // Y_0
    private final Optional<NDArray> droppedPairs; // what to add to the logits of pairs, [E]
    private final Optional<NDArray> droppedEdges; // the same in both directions, [2 E]
    private final Attention uniform;
    private final boolean allUsersAlike; // where they are masked
    private final boolean allItemsAlike;

    Pass(Values values, boolean training) {
      this.values = values;
      this.inputs = new ModalityInputs(catalogue(), m -> values.of(preferences.of(m)));
      this.ids = UnitRows.of(values.of(nodeEmbedding));
      this.droppedPairs =
          Optional.of(settings.edgeDropout())
              .filter(rate -> training && rate > 0)
              .map(rate -> Dropout.logits(graph.userEdges().count(), rate, ids));
      this.droppedEdges = droppedPairs.map(graph::bothWays);
      this.uniform = droppedEdges.map(graph::uniform).orElseGet(graph::uniform);
      this.allUsersAlike = usersReached && droppedEdges.isEmpty();
      this.allItemsAlike = itemsReached && droppedEdges.isEmpty();
    }

    Stream stream(Modality m, View view) {
      return inputs.shared(
          "stream", m, view, () -> view.keeps(m) ? attentive(m, view) : constant(m, view));
    }

    private Stream attentive(Modality m, View view) {
      Edges pairs = graph.userEdges();
      Edges edges = graph.edges();
      NDArray q = UnitRows.of(inputs.preferences(m, view));
      NDArray g = projections.unit(m, view, inputs, values);
      for (int round = 0; round < rounds(); round++) {
        NDArray a = pairs.softmax(less(pairs.dot(q, g), droppedPairs));
        q = UnitRows.of(q.add(pairs.sum(a, g)));
      }
      NDArray z = GradientTape.cut(catalogue().nodes(q, g));
      NDArray alpha = edges.softmax(less(edges.dot(z, z), droppedEdges));
      NDArray out = z.add(edges.sum(alpha, z));
      return new Stream(Factor.ofNodes(out, catalogue().users()), evidence(m, alpha));
    }

    /**
     * All users share q and all items g, but for nodes without an edge, which nothing reaches;
     * where there are none, one row is enough.
     */
    private Stream constant(Modality m, View view) {
      NDArray first = UnitRows.of(inputs.preferences(m, view));
      NDArray g = projections.unit(m, view, inputs, values);
      NDArray q = first;
      for (int round = 0; round < rounds(); round++) {
        q = UnitRows.of(q.add(g));
      }
      Factor connected = Factor.ofNodes(uniform.connected(), catalogue().users());
      NDArray users =
          allUsersAlike ? q.add(g) : first.add(connected.users().mul(q.sub(first).add(g)));
      NDArray items = allItemsAlike ? g.add(q) : g.add(connected.items().mul(q));
      return new Stream(new Factor(users, items), evidence(m, uniform.weights()));
    }

    private int rounds() {
      return settings.routing() == Routing.PAPER ? settings.rounds() : 0;
    }

    private static NDArray less(NDArray logits, Optional<NDArray> dropped) {
      return dropped.map(logits::add).orElse(logits);
    }

    /** alpha^m_e C[s(e), m]. */
    private NDArray evidence(Modality m, NDArray alpha) {
      return settings.edgeMode() == EdgeMode.CONFIDENCE
          ? GradientTape.cut(ofSource(m).mul(alpha))
          : alpha;
    }

    private NDArray ofSource(Modality m) {
      NDArray column = values.of(confidence.get(m.index()));
      return inputs.shared(
          "confidence of source",
          m,
          View.only(m),
          () -> graph.edges().ofSource(column.reshape(new Shape(-1))));
    }

    /** id = Y_0 + Y_1 + Y_2. */
    Factor id(View view) {
      NDArray w = GradientTape.cut(edgeWeights(view));
      NDArray once = graph.edges().sum(w, ids);
      NDArray twice = graph.edges().sum(w, once);
      return Factor.ofNodes(ids.add(once).add(twice), catalogue().users());
    }

    private NDArray edgeWeights(View view) {
      NDArray w = null;
      for (Modality m : catalogue().modalities()) {
        NDArray evidence = stream(m, view).evidence();
        if (w == null) {
          w = evidence;
        } else if (settings.edgeMode() == EdgeMode.MEAN) {
          w = w.add(evidence);
        } else {
          w = w.maximum(evidence);
        }
      }
      if (settings.edgeMode() == EdgeMode.MEAN) {
        w = Scalars.times(w, 1.0 / catalogue().modalities().size());
      }
      return settings.pruning() ? Activation.relu(w) : w;
    }

    Optional<AuxiliaryLoss> auxiliaryLoss() {
      return hasAuxiliaryLoss()
          ? Optional.of(
              TablePenalty.of(
                  Grcn.this, nodeEmbedding, preferences, values, settings.auxiliaryWeight()))
          : Optional.empty();
    }
  }

  @Override
  public List<Parameter> parametersOf(Modality modality) {
    List<Parameter> group = new ArrayList<>(projections.parametersOf(modality));
    group.add(preferences.of(modality));
    if (!confidence.isEmpty()) {
      group.add(confidence.get(modality.index()));
    }
    return group;
  }
}
