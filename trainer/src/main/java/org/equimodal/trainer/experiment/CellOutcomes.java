package org.equimodal.trainer.experiment;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What has become so far of the cells of an experiment. */
public final class CellOutcomes {

  private final Map<Cell, String> hashes = new HashMap<>();
  private final Map<String, Outcome> outcomes = new HashMap<>();

  /** Says which run a cell stands for. */
  public void expect(Cell cell, WantedRun run) {
    hashes.put(cell, run.hash());
  }

  /** Takes note of what became of a run; one that has finished stays, with what was read of it. */
  public void put(WantedRun run, Outcome outcome) {
    outcomes.merge(run.hash(), outcome, (before, now) -> before.isFinished() ? before : now);
  }

  /** What became of a cell; empty if it has not been run. */
  public Optional<Outcome> of(Cell cell) {
    return Optional.ofNullable(hashes.get(cell)).map(outcomes::get);
  }

  /** The runs of one method with several seeds. */
  public SeedGroup group(String dataset, String backbone, String method, List<Long> seeds) {
    Map<Long, FinishedRun> finished = new TreeMap<>();
    Map<Long, String> missing = new TreeMap<>();
    for (long seed : seeds) {
      Optional<Outcome> outcome = of(new Cell(dataset, backbone, method, seed));
      outcome
          .filter(Outcome::isFinished)
          .ifPresentOrElse(
              there -> finished.put(seed, there.run()),
              () -> missing.put(seed, outcome.map(Outcome::text).orElse(Outcome.NOT_RUN)));
    }
    return new SeedGroup(finished, missing);
  }
}
