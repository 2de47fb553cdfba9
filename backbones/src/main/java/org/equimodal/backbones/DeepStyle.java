package org.equimodal.backbones;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Embedding;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.equimodal.backbones.tensor.Rows;
import org.equimodal.datasets.Categories;
import org.equimodal.datasets.Modality;

/**
 * DeepStyle: Learning User Preferences for Visual Recommendation (Liu, Wu and Wang, SIGIR 2017),
 * for any modalities. What the category of an item says is subtracted from what its features say,
 * so that its style remains:
 *
 * <pre>
 *   V^m = F^m W_m^T + beta_m
 *   shared:        U = X_U                         I = X_I + sum_m V^m - C[cat]
 *   per modality:  U = [ X_U | P^1 | .. | P^M ]    I = [ X_I | V^1 - C^1[cat] | .. | V^M - C^M[cat] ]
 * </pre>
 *
 * <p>Shared is the published form, one user vector for all modalities; per modality is {@link Vbpr}
 * with a shift by category. CKD (ACM MM 2024) has released no code for it. A dataset without
 * categories has no C: one category for all would shift all items alike. Categories are no
 * modality's input, so no view masks them. In the shared form L2 is of the sum, so a view has one
 * factor of its own; projections are shared.
 */
public final class DeepStyle extends RowwiseBackbone {

  private static final String CATEGORY_EMBEDDING = "category_embedding";

  private final Parameter userEmbedding; // X_U
  private final Parameter itemEmbedding; // X_I
  private final Mode mode;
  private final Optional<NDArray> category; // cat, [n_i]
  private final Projections projections; // W_m, beta_m
  private final Optional<Preferences> preferences; // P^m, per modality
  private final List<Parameter> categoryEmbeddings = new ArrayList<>(); // C, or C^m

  /** How many vectors a user has. */
  public enum Mode {
    /** One for the sum of all modalities. */
    SHARED,
    /** One for each modality beside the one for the item's id. */
    PER_MODALITY
  }

  /**
   * Settings.
   *
   * @param dimension d, the width of ids, preferences, categories and projections
   * @param mode how many vectors a user has
   * @param categories whether to subtract categories, where the dataset has them
   */
  public record Settings(int dimension, Mode mode, boolean categories) {
    /** Validates. */
    public Settings {
      Require.positive("dimension", dimension);
      Objects.requireNonNull(mode, "mode");
    }
  }

  /**
   * Declares the parameters.
   *
   * @param catalogue the dataset on the device
   * @param settings the model's own settings
   * @param initializers draws the initial parameters
   */
  public DeepStyle(Catalogue catalogue, Settings settings, Initializers initializers) {
    super(catalogue, initializers);
    int d = settings.dimension();
    mode = settings.mode();
    Optional<Categories> categories =
        catalogue.dataset().categories().filter(known -> settings.categories());
    category = catalogue.categories().filter(known -> settings.categories());
    userEmbedding = table("user_embedding", catalogue.users(), d);
    itemEmbedding = table("item_embedding", catalogue.items(), d);
    projections = new Projections(this, d);
    if (mode == Mode.SHARED) {
      preferences = Optional.empty();
      categories.ifPresent(known -> categories("", known.count(), d));
    } else {
      preferences =
          Optional.of(new Preferences(this, d, Initializers.xavierUniform(catalogue.users(), d)));
      for (Modality m : catalogue.modalities()) {
        categories.ifPresent(known -> categories(m.name() + ".", known.count(), d));
      }
    }
  }

  private void categories(String prefix, int count, int dimension) {
    categoryEmbeddings.add(table(prefix + CATEGORY_EMBEDDING, count, dimension));
  }

  @Override
  NDArray ofItems(String parameter, NDArray table) {
    return parameter.endsWith(CATEGORY_EMBEDDING) ? table.get(category.orElseThrow()) : table;
  }

  @Override
  Map<View, Representations> represent(Values values, Collection<View> views, Rows rows) {
    ModalityInputs inputs =
        preferences
            .map(tables -> new ModalityInputs(catalogue(), rows, m -> values.of(tables.of(m))))
            .orElseGet(() -> new ModalityInputs(catalogue(), rows));
    NDArray users = rows.ofUsers(values.of(userEmbedding));
    NDArray items = rows.ofItems(values.of(itemEmbedding));
    Optional<NDArray> categories = category.map(rows::ofItems);
    Map<View, Representations> represented = new LinkedHashMap<>();
    if (mode == Mode.SHARED) {
      NDArray styled = styled(items, categories, 0, values); // X_I - C[cat]
      for (View view : views) {
        NDArray sum = styled;
        for (Modality m : catalogue().modalities()) {
          sum = sum.add(projections.of(m, view, inputs, values));
        }
        represented.put(view, new Representations(List.of(new Factor(users, sum))));
      }
    } else {
      Factor id = new Factor(users, items);
      for (View view : views) {
        List<Factor> factors = new ArrayList<>(List.of(id));
        for (Modality m : catalogue().modalities()) {
          factors.add(factor(m, view, inputs, categories, values));
        }
        represented.put(view, new Representations(factors));
      }
    }
    return represented;
  }

  /** (P^{m,S}, V^m - C^m[cat]). */
  private Factor factor(
      Modality m, View view, ModalityInputs inputs, Optional<NDArray> categories, Values values) {
    return inputs.shared(
        "factor",
        m,
        view,
        () -> {
          NDArray projected = projections.of(m, view, inputs, values);
          return new Factor(
              () -> inputs.preferences(m, view), styled(projected, categories, m.index(), values));
        });
  }

  /** Rows less the embeddings of the items' categories, if there are any. */
  private NDArray styled(NDArray rows, Optional<NDArray> categories, int table, Values values) {
    return categories
        .map(
            ids -> {
              NDArray embedding = values.of(categoryEmbeddings.get(table));
              return rows.sub(
                  Embedding.embedding(ids, embedding, SparseFormat.DENSE).singletonOrThrow());
            })
        .orElse(rows);
  }

  @Override
  public List<Parameter> parametersOf(Modality modality) {
    List<Parameter> group = new ArrayList<>(projections.parametersOf(modality));
    preferences.ifPresent(tables -> group.add(tables.of(modality)));
    if (mode == Mode.PER_MODALITY) {
      category.ifPresent(any -> group.add(categoryEmbeddings.get(modality.index())));
    }
    return group;
  }
}
