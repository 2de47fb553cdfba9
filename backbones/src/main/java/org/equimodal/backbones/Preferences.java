package org.equimodal.backbones;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.util.List;
import org.equimodal.datasets.Modality;

/** The users' preferences within each modality: P^m, [n_u, d]. */
final class Preferences {

  private final List<Parameter> tables;

  /** Declares {@code <m>.preference} for every modality. */
  Preferences(Backbone backbone, int dimension, Initializers.Draw draw) {
    Catalogue catalogue = backbone.catalogue();
    Shape shape = new Shape(catalogue.users(), dimension);
    tables =
        catalogue.modalities().stream()
            .map(m -> backbone.parameter(m.name() + ".preference", shape, draw))
            .toList();
  }

  Parameter of(Modality m) {
    return tables.get(m.index());
  }
}
