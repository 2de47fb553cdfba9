package org.equimodal.trainer.serving;

import java.util.List;
import java.util.Map;
import org.equimodal.backbones.View;
import org.equimodal.backbones.tensor.MemoryBudget;
import org.equimodal.backbones.tensor.TopKRanking;
import org.equimodal.datasets.Interactions;
import org.equimodal.trainer.training.StoredModel;

/**
 * The best items of users, as an evaluation ranks them: by one view, without the items that are
 * excluded, equal scores by the lower dense id.
 *
 * @param top length of a list
 * @param excluded what is not recommended to the user it was interacted with by
 * @param view the view's name
 */
public record Recommendations(int top, List<Interactions> excluded, String view) {

  /**
   * Makes them, block by block, on the model's device.
   *
   * @param users dense ids
   * @param lists takes them in the order of the users
   */
  public void make(StoredModel model, int[] users, TopKRanking.Lists lists) {
    View shown = model.views().get(view);
    TopKRanking ranking =
        new TopKRanking(
            top,
            MemoryBudget.of(model.backbone().catalogue().device()),
            excluded.toArray(Interactions[]::new));
    model.vectors(
        Map.of(view, shown),
        (name, vectors) -> ranking.rank(vectors.users(), vectors.items(), users, lists));
  }
}
