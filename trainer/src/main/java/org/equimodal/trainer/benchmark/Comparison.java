package org.equimodal.trainer.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Two benchmarks of the same sizes, figure by figure. Times compare machines as well as programs;
 * in ratios, to the floor or of a target, the machine cancels.
 *
 * @param durations what both measured
 * @param ratios the targets that both could tell
 */
record Comparison(List<Durations> durations, List<Ratios> ratios) {

  /** One part then and now. */
  record Durations(Figure then, Figure now) {

    /** Time now over time then. */
    double time() {
      return now.milliseconds().median() / then.milliseconds().median();
    }

    /** The same of the ratios to the floor; null where there is no floor. */
    Double timesFloor() {
      return haveFloors() ? now.timesFloor() / then.timesFloor() : null;
    }

    /**
     * Whether it is faster or slower, measured by the floor: by milliseconds another machine would
     * look like another program. Empty while the quartiles overlap, or where there is no floor.
     */
    String mark() {
      if (!haveFloors()) {
        return "";
      }
      Spread before = then.milliseconds();
      Spread after = now.milliseconds();
      return after.upper() / now.floor() < before.lower() / then.floor()
          ? " faster"
          : after.lower() / now.floor() > before.upper() / then.floor() ? " slower" : "";
    }

    private boolean haveFloors() {
      return then.floor() != null && now.floor() != null;
    }
  }

  /** The figure of one target then and now. */
  record Ratios(Target then, Target now) {

    double change() {
      return now.figure() / then.figure();
    }
  }

  /** Pairs what is common. */
  static Comparison of(BenchmarkReport then, BenchmarkReport now) {
    List<Durations> durations = new ArrayList<>();
    for (Figure figure : now.figures()) {
      Optional<Figure> before = then.figures().stream().filter(figure::matches).findFirst();
      before.ifPresent(earlier -> durations.add(new Durations(earlier, figure)));
    }
    List<Ratios> ratios = new ArrayList<>();
    for (Target target : now.targets()) {
      Optional<Target> before = then.targets().stream().filter(target::matches).findFirst();
      before
          .filter(earlier -> earlier.figure() != null && target.figure() != null)
          .ifPresent(earlier -> ratios.add(new Ratios(earlier, target)));
    }
    return new Comparison(durations, ratios);
  }
}
