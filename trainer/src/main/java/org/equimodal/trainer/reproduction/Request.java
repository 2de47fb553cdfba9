package org.equimodal.trainer.reproduction;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.equimodal.datasets.InputException;
import org.equimodal.trainer.experiment.Cell;
import org.equimodal.trainer.experiment.Family;

/**
 * What shall be reproduced, each thing once and in this order.
 *
 * @param artefacts tables and figures
 * @param datasets names or folders
 * @param backbones their ids
 * @param methods of Tables 1 and 2
 * @param seeds of all but the figure, which takes the first
 */
public record Request(
    List<Artefact> artefacts,
    List<String> datasets,
    List<String> backbones,
    List<String> methods,
    List<Long> seeds) {

  /**
   * Drops what is named twice.
   *
   * @throws InputException if one of the lists is empty
   */
  public Request {
    artefacts = distinct("WHAT", artefacts);
    datasets = distinct("--datasets", datasets);
    backbones = distinct("--backbones", backbones);
    methods = distinct("--methods", methods);
    seeds = distinct("--seeds", seeds);
  }

  private static <T> List<T> distinct(String option, List<T> list) {
    if (list.isEmpty()) {
      throw new InputException(
          "reproduce: " + option + " names nothing; name one at least, or leave it out");
    }
    return List.copyOf(new LinkedHashSet<>(list));
  }

  /** All pairs of dataset and backbone. */
  public List<Family> families() {
    List<Family> families = new ArrayList<>();
    for (String dataset : datasets) {
      backbones.forEach(backbone -> families.add(new Family(dataset, backbone)));
    }
    return families;
  }

  /** The methods that any of the artefacts takes. */
  public Set<String> allMethods() {
    Set<String> all = new LinkedHashSet<>();
    artefacts.forEach(artefact -> all.addAll(artefact.methods(methods)));
    return all;
  }

  /** The cells of one family that any of the artefacts takes: seed by seed. */
  public Set<Cell> cells(Family family) {
    Set<Cell> cells = new LinkedHashSet<>();
    for (long seed : seeds) {
      for (Artefact artefact : artefacts) {
        if (artefact.seeds(seeds).contains(seed)) {
          artefact.methods(methods).forEach(method -> cells.add(family.cell(method, seed)));
        }
      }
    }
    return cells;
  }
}
