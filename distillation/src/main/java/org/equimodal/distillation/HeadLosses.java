package org.equimodal.distillation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.training.ParameterStore;
import java.util.List;
import java.util.Map;
import org.equimodal.backbones.Backbone;
import org.equimodal.backbones.Margins;
import org.equimodal.backbones.Representations;
import org.equimodal.backbones.View;
import org.equimodal.backbones.tensor.StepScope;
import org.equimodal.backbones.tensor.TripleUpload;

/**
 * BPR of a model's views on the fixed samples of gradient blending.
 *
 * @param triples the samples
 */
record HeadLosses(BlendingTriples triples) {

  /**
   * Measures views of a model as it is now, reading every loss from the device.
   *
   * @return one entry per view, in order
   */
  List<BlendingEstimate.Losses> of(Backbone backbone, List<View> views) {
    NDManager manager = backbone.catalogue().manager();
    try (TripleUpload upload =
            new TripleUpload(manager, backbone.catalogue().users(), backbone.catalogue().items());
        StepScope scope = StepScope.inference(manager, backbone.residents())) {
      NDArray ids = upload.upload(scope, triples.training(), triples.validation());
      Map<View, Representations> shown =
          backbone.represent(new ParameterStore(scope.manager(), false), views, false);
      Margins margins = new Margins(shown, ids, triples.training().size(), views, List.of());
      return views.stream()
          .map(
              view ->
                  new BlendingEstimate.Losses(
                      bpr(margins.training(view)), bpr(margins.generic(view))))
          .toList();
    }
  }

  private static double bpr(NDArray margins) {
    NDArray loss = new BprLoss().evaluate(new NDList(), new NDList(margins));
    return loss.toType(DataType.FLOAT64, false).getDouble();
  }
}
