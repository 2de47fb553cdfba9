package org.equimodal.trainer.tuning;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.equimodal.trainer.experiment.Family;
import org.equimodal.trainer.experiment.FinishedRun;
import org.equimodal.trainer.experiment.Outcome;
import org.equimodal.trainer.experiment.RunResolver;
import org.equimodal.trainer.experiment.WantedRun;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Searches settings per dataset and backbone, stage by stage, by validation Recall@20. Trials are
 * ordinary runs, so those of the winner are part of the experiment.
 */
public final class GridSearch {

  private static final Logger logger = LoggerFactory.getLogger(GridSearch.class);

  private final Grid grid;
  private final String origin;
  private final RunResolver resolver;
  private final long seed;

  /** Gets the trials of a stage done. */
  @FunctionalInterface
  public interface Completion {

    /**
     * Completes runs.
     *
     * @return what became of them, by hash; empty if they shall not be run now, which ends the
     *     search
     */
    Optional<Map<String, Outcome>> complete(Collection<WantedRun> trials);
  }

  private record Trial(Point point, WantedRun run) {}

  /**
   * Prepares.
   *
   * @param grid the stages
   * @param origin the file they are from
   * @param resolver of runs
   * @param seed of trials, unless the grid has one
   */
  public GridSearch(Grid grid, String origin, RunResolver resolver, long seed) {
    this.grid = grid;
    this.origin = origin;
    this.resolver = resolver;
    this.seed = grid.seed() == null ? seed : grid.seed();
  }

  /**
   * Checks every value of every stage before anything is trained.
   *
   * @throws org.equimodal.datasets.InputException if one is no setting of a family
   */
  public void check(List<Family> families) {
    for (Grid.Stage stage : grid.stages()) {
      families.forEach(family -> trials(stage, family, Point.none()));
    }
  }

  /**
   * Searches.
   *
   * @param completion trains
   * @return the best settings by family, none for a family of which no trial finished; empty if the
   *     completion ended it
   */
  public Optional<Map<Family, Point>> search(List<Family> families, Completion completion) {
    Map<Family, Point> best = new LinkedHashMap<>();
    families.forEach(family -> best.put(family, Point.none()));
    for (Grid.Stage stage : grid.stages()) {
      Map<Family, List<Trial>> trials = new LinkedHashMap<>();
      best.forEach((family, point) -> trials.put(family, trials(stage, family, point)));
      List<WantedRun> runs =
          trials.values().stream().flatMap(List::stream).map(Trial::run).toList();
      Optional<Map<String, Outcome>> outcomes = completion.complete(runs);
      if (outcomes.isEmpty()) {
        return Optional.empty();
      }
      trials.forEach(
          (family, tried) -> choose(tried, outcomes.get()).ifPresent(p -> best.put(family, p)));
    }
    best.forEach(
        (family, point) ->
            logger.info("{} {}: {}", family.dataset(), family.backbone(), point.text()));
    return Optional.of(best);
  }

  private List<Trial> trials(Grid.Stage stage, Family family, Point before) {
    if (!stage.isFor(family.backbone())) {
      return List.of();
    }
    List<Trial> trials = new ArrayList<>();
    for (Point point : new Space(origin, stage.space()).grid()) {
      Point all = before.and(point);
      trials.add(new Trial(all, resolver.resolve(family.cell(stage.method(), seed), all.flags())));
    }
    return trials;
  }

  /** The first of the best. */
  private static Optional<Point> choose(List<Trial> trials, Map<String, Outcome> outcomes) {
    Point best = null;
    double bestValue = Double.NEGATIVE_INFINITY;
    for (Trial trial : trials) {
      double value = validation(outcomes.get(trial.run().hash()));
      if (value > bestValue) {
        best = trial.point();
        bestValue = value;
      }
    }
    return Optional.ofNullable(best);
  }

  /** What trials are chosen by; NaN if there is none. */
  static double validation(Outcome outcome) {
    return Optional.ofNullable(outcome)
        .filter(Outcome::isFinished)
        .map(Outcome::run)
        .map(GridSearch::validation)
        .orElse(Double.NaN);
  }

  private static double validation(FinishedRun run) {
    return run.validation("recall@20");
  }
}
