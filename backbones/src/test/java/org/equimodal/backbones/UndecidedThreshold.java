package org.equimodal.backbones;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.equimodal.datasets.Fixture;

/**
 * A corner of EgoGCN's hard fusion that no computation settles. The attention of a masked modality
 * is 1 / indegree, and where that is the very threshold, the reference's choice for an edge is what
 * rounding made of it: in egogcn-m3-hard (threshold 0.2) one of two users with five items mixes one
 * edge in one stream, two in another and none in the third. We take 1 / indegree as it is, which is
 * not above.
 *
 * <p>In such a view, nodes may differ from the fixture if one node at the threshold explains all of
 * them: by being it, or by hearing from it in the one round that follows.
 */
final class UndecidedThreshold {

  private static final float TOLERANCE = 2e-5f;

  private UndecidedThreshold() {}

  /** Whether a view differs in what is undecided, and in that alone. */
  static boolean leavesOpen(Fixture fixture, String view, Representations all) {
    boolean masks = view.split("\\+").length < fixture.json().get("modalities").size();
    if (!fixture.name().equals("egogcn-m3-hard") || !masks) {
      return false;
    }
    double threshold = fixture.json().get("options").get("threshold").asDouble();
    int users = fixture.json().get("users").asInt();
    int items = fixture.json().get("items").asInt();
    Set<Integer> differing =
        differing(
            NDArrays.concat(new NDList(all.userMatrix(users), all.itemMatrix(items))),
            fixture.floats("users." + view),
            fixture.floats("items." + view));
    if (differing.isEmpty()) {
      return false;
    }
    List<Set<Integer>> explained =
        IntStream.range(0, users + items)
            .mapToObj(node -> neighbours(fixture.longs("edges"), users, node))
            .filter(near -> (near.size() - 1) * threshold == 1)
            .filter(near -> near.containsAll(differing))
            .toList();
    assertThat(explained)
        .as("%s %s: nodes %s differ for a node at the threshold", fixture.name(), view, differing)
        .isNotEmpty();
    return true;
  }

  private static Set<Integer> differing(NDArray actual, float[] users, float[] items) {
    float[] values = actual.toFloatArray();
    int width = (int) actual.getShape().get(1);
    Set<Integer> differing = new TreeSet<>();
    for (int k = 0; k < values.length; k++) {
      float expected = k < users.length ? users[k] : items[k - users.length];
      if (!(Math.abs(values[k] - expected) <= TOLERANCE + 10 * TOLERANCE * Math.abs(expected))) {
        differing.add(k / width);
      }
    }
    return differing;
  }

  /** A node and its neighbours. */
  private static Set<Integer> neighbours(long[] edges, int users, int node) {
    Set<Integer> near = new HashSet<>(Set.of(node));
    for (int e = 0; e < edges.length; e += 2) {
      int user = (int) edges[e];
      int item = users + (int) edges[e + 1];
      if (user == node) {
        near.add(item);
      } else if (item == node) {
        near.add(user);
      }
    }
    return near;
  }
}
