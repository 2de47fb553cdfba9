package org.equimodal.backbones;

import ai.djl.ndarray.NDArray;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.equimodal.backbones.tensor.GradientTape;
import org.equimodal.backbones.tensor.Rows;
import org.equimodal.datasets.Modality;

/**
 * Features and preferences as a view shows them: the one place where the counterfactual swap
 * happens, so that a backbone cannot get it wrong. In a view without modality m every row of F^m is
 * its mean row and every row of P^m the mean of the current P^m; both come as a single row.
 * Gradients flow through the mean of preferences, as in the released code, and of features that are
 * trained.
 *
 * <p>One instance serves one step. Whatever depends on a modality and on nothing else but whether
 * it is masked is computed once per step through {@link #shared}.
 */
public final class ModalityInputs {

  private final Catalogue catalogue;
  private final Rows rows;
  private final Function<Modality, NDArray> preferences;
  private final Optional<Function<Modality, NDArray>> trainedFeatures;
  private final Set<Modality> keptSomewhere;
  private final Map<Channel, Object> shared = new HashMap<>();

  private record Channel(String what, Modality modality, boolean kept) {}

  /**
   * Inputs of a step for all users and items.
   *
   * @param catalogue the features and their means
   * @param preferences current P^m of a modality, [n_u, d]
   */
  public ModalityInputs(Catalogue catalogue, Function<Modality, NDArray> preferences) {
    this(catalogue, Rows.all(), preferences);
  }

  /**
   * Inputs of a step for some of the users and items, n_u and n_i in what follows.
   *
   * @param catalogue the features and their means
   * @param rows which users and items
   * @param preferences current P^m of a modality, of all users
   */
  ModalityInputs(Catalogue catalogue, Rows rows, Function<Modality, NDArray> preferences) {
    this(catalogue, rows, preferences, Optional.empty(), Set.of());
  }

  private ModalityInputs(
      Catalogue catalogue,
      Rows rows,
      Function<Modality, NDArray> preferences,
      Optional<Function<Modality, NDArray>> trainedFeatures,
      Set<Modality> keptSomewhere) {
    this.catalogue = catalogue;
    this.rows = rows;
    this.preferences = preferences;
    this.trainedFeatures = trainedFeatures;
    this.keptSomewhere = keptSomewhere;
  }

  /**
   * Inputs of a step of a backbone without preferences that trains its features.
   *
   * @param catalogue the dataset on the device
   * @param features current F^m of a modality, [n_i, d_m]
   * @param views all views of the step
   */
  public static ModalityInputs ofTrained(
      Catalogue catalogue, Function<Modality, NDArray> features, Collection<View> views) {
    Set<Modality> kept =
        views.stream().flatMap(view -> view.kept().stream()).collect(Collectors.toSet());
    return new ModalityInputs(
        catalogue, Rows.all(), ModalityInputs::none, Optional.of(features), kept);
  }

  /**
   * Inputs of a step of a backbone without preferences.
   *
   * @param catalogue the features and their means
   */
  public ModalityInputs(Catalogue catalogue) {
    this(catalogue, Rows.all());
  }

  /** Inputs of a step of a backbone without preferences, for some of the users and items. */
  ModalityInputs(Catalogue catalogue, Rows rows) {
    this(catalogue, rows, ModalityInputs::none);
  }

  private static NDArray none(Modality modality) {
    throw new IllegalStateException("there are no preferences for " + modality);
  }

  /** F^{m,S}: [n_i, d_m] where the view keeps m, else the mean row [1, d_m]. */
  public NDArray features(Modality modality, View view) {
    if (trainedFeatures.isEmpty()) {
      return view.keeps(modality)
          ? rows.ofItems(catalogue.features(modality))
          : catalogue.meanFeatures(modality);
    }
    return shared(
        "features",
        modality,
        view,
        () -> {
          NDArray current = trainedFeatures.get().apply(modality);
          return view.keeps(modality) ? current : current.mean(new int[] {0}, true);
        });
  }

  /**
   * A linear map of the features, computed once per step for all views that keep the modality and
   * once for all that mask it. Of features that are trained, the masked row is the mean of what is
   * there for kept ones, where the step has it: the same by linearity, and features are read once.
   *
   * @param map [rows, d_m] to [rows, d], linear but for a constant
   * @return [n_i, d], or [1, d] where the view masks the modality
   */
  public NDArray projected(Modality modality, View view, UnaryOperator<NDArray> map) {
    return shared("projected", modality, view, () -> mapped(modality, view, map));
  }

  private NDArray mapped(Modality modality, View view, UnaryOperator<NDArray> map) {
    if (trainedFeatures.isEmpty()) {
      return view.keeps(modality)
          ? rows.mapItems(catalogue.features(modality), map)
          : map.apply(catalogue.meanFeatures(modality));
    }
    return view.keeps(modality) || !keptSomewhere.contains(modality)
        ? GradientTape.cut(map.apply(features(modality, view)))
        : projected(modality, View.only(modality), map).mean(new int[] {0}, true);
  }

  /** P^{m,S}: [n_u, d] where the view keeps m, else the mean row [1, d]. */
  public NDArray preferences(Modality modality, View view) {
    return shared(
        "preferences",
        modality,
        view,
        () -> {
          NDArray current = preferences.apply(modality);
          return view.keeps(modality) ? rows.ofUsers(current) : rows.meanOfUsers(current);
        });
  }

  /**
   * Something that is the same in all views that agree on one modality.
   *
   * @param what its name within the backbone
   * @param modality the modality it depends on
   * @param view the view asked for
   * @param compute makes it; called once for kept and once for masked
   */
  @SuppressWarnings("unchecked") // one type per name
  public <T> T shared(String what, Modality modality, View view, Supplier<T> compute) {
    Channel channel = new Channel(what, modality, view.keeps(modality));
    T value = (T) shared.get(channel);
    if (value == null) {
      value = compute.get();
      shared.put(channel, value);
    }
    return value;
  }
}
