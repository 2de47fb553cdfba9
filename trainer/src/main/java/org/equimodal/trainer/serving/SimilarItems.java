package org.equimodal.trainer.serving;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.equimodal.backbones.tensor.UnitRows;
import org.equimodal.trainer.training.StoredModel;

/**
 * How like one item all items are, view by view: the cosine of their vectors, 0 where one has none.
 *
 * @param item whose neighbours are looked for
 * @param cosines by the name of the view, [n_i]
 */
public record SimilarItems(int item, Map<String, float[]> cosines) {

  /**
   * Compares in all views of a model.
   *
   * @param item its dense id
   */
  public static SimilarItems to(int item, StoredModel model) {
    Map<String, float[]> cosines = new LinkedHashMap<>();
    model.vectors(
        model.views(), (view, vectors) -> cosines.put(view, cosines(vectors.items(), item)));
    return new SimilarItems(item, cosines);
  }

  private static float[] cosines(NDArray items, int item) {
    NDArray unit = UnitRows.of(items);
    NDArray own = unit.get(new NDIndex(item + ":" + (item + 1)));
    return unit.matMul(own.transpose()).toType(DataType.FLOAT32, false).toFloatArray();
  }

  /**
   * The nearest items in one view, best first, equal ones by the lower id.
   *
   * @param top how many at most
   */
  public List<Integer> nearest(String view, int top) {
    float[] own = cosines.get(view);
    return IntStream.range(0, own.length)
        .filter(other -> other != item)
        .boxed()
        .sorted(Comparator.comparingDouble(other -> 0.0 - own[other]))
        .limit(top)
        .toList();
  }

  /** All items that are shown: itself and the nearest in every view. */
  public Set<Integer> shown(int top) {
    Set<Integer> shown = new HashSet<>(Set.of(item));
    cosines.keySet().forEach(view -> shown.addAll(nearest(view, top)));
    return shown;
  }

  /**
   * The nearest items as a tree to be written as JSON: the item, and by view its neighbours with
   * their cosines in every view.
   *
   * @param items what items are called
   * @param texts beside those that have one, by dense id
   * @param top neighbours in each view
   */
  public Map<String, Object> tree(Ids items, Map<Integer, String> texts, int top) {
    Map<String, Object> views = new LinkedHashMap<>();
    for (String view : cosines.keySet()) {
      List<Object> neighbours = new ArrayList<>();
      for (int other : nearest(view, top)) {
        Map<String, Float> byView = new LinkedHashMap<>();
        cosines.forEach((each, values) -> byView.put(each, values[other]));
        Map<String, Object> neighbour = described(other, items, texts);
        neighbour.put("cosine", byView);
        neighbours.add(neighbour);
      }
      views.put(view, neighbours);
    }
    Map<String, Object> tree = described(item, items, texts);
    tree.put("views", views);
    return tree;
  }

  private static Map<String, Object> described(int item, Ids items, Map<Integer, String> texts) {
    Map<String, Object> description = new LinkedHashMap<>();
    description.put("item", items.name(item));
    if (texts.containsKey(item)) {
      description.put("text", texts.get(item));
    }
    return description;
  }
}
