package org.equimodal.trainer.tuning;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
   * Checks every value of every stage before anything is trained, with every method that may get
   * it: those of the stages and those of the experiment.
   *
   * @param methods of the experiment
   * @throws org.equimodal.datasets.InputException if one is no setting of a family, or contradicts
   *     a method
   */
  public void check(List<Family> families, Collection<String> methods) {
    Set<String> all = new LinkedHashSet<>();
    grid.stages().forEach(stage -> all.add(stage.method()));
    all.addAll(methods);
    for (Family family : families) {
      for (Grid.Stage stage : grid.stages()) {
        for (Point point : points(stage, family)) {
          all.forEach(method -> resolver.resolve(family.cell(method, seed), point.flags()));
        }
      }
    }
  }

  /**
   * Searches.
   *
   * @param completion trains
   * @return the best settings by family; empty if the completion ended it
   */
  public Optional<Map<Family, Found>> search(List<Family> families, Completion completion) {
    Map<Family, Found> found = new LinkedHashMap<>();
    families.forEach(family -> found.put(family, Found.nothing()));
    for (Grid.Stage stage : grid.stages()) {
      Map<Family, List<Trial>> trials = new LinkedHashMap<>();
      found.forEach((family, before) -> trials.put(family, trials(stage, family, before.point())));
      List<WantedRun> runs =
          trials.values().stream().flatMap(List::stream).map(Trial::run).toList();
      Optional<Map<String, Outcome>> outcomes = completion.complete(runs);
      if (outcomes.isEmpty()) {
        return Optional.empty();
      }
      trials.forEach(
          (family, tried) -> {
            if (!tried.isEmpty()) {
              Found before = found.get(family);
              found.put(
                  family,
                  choose(tried, outcomes.get())
                      .map(before::with)
                      .orElseGet(() -> before.without(stage.space().keySet())));
            }
          });
    }
    found.forEach(
        (family, best) ->
            logger.info("{} {}: {}", family.dataset(), family.backbone(), best.point().text()));
    return Optional.of(found);
  }

  private List<Trial> trials(Grid.Stage stage, Family family, Point before) {
    List<Trial> trials = new ArrayList<>();
    for (Point point : points(stage, family)) {
      Point all = before.and(point);
      trials.add(new Trial(all, resolver.resolve(family.cell(stage.method(), seed), all.flags())));
    }
    return trials;
  }

  private List<Point> points(Grid.Stage stage, Family family) {
    return stage.isFor(family.backbone()) ? new Space(origin, stage.space()).grid() : List.of();
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
