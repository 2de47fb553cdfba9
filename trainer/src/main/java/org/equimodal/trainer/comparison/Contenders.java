package org.equimodal.trainer.comparison;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.equimodal.datasets.InputException;

/** Reads what is to be compared. */
final class Contenders {

  private Contenders() {}

  /**
   * Reads runs and checks that they can be compared.
   *
   * @param paths their folders
   * @param averageSeeds whether runs that differ in their seeds only are one contender
   * @return two or more, in the order of their first runs
   * @throws InputException if a folder is no finished run, or was tested on other items
   */
  static List<Contender> read(List<Path> paths, boolean averageSeeds) {
    Set<Path> seen = new HashSet<>();
    Map<Object, List<ComparedRun>> groups = new LinkedHashMap<>();
    ComparedRun first = null;
    for (Path path : paths) {
      if (!seen.add(path.toAbsolutePath().normalize())) {
        throw new InputException("compare: " + path + " is named twice; name it once");
      }
      ComparedRun run = ComparedRun.read(path);
      first = first == null ? run : first;
      first.requireComparable(run);
      Object group = averageSeeds ? run.configured() : path;
      groups.computeIfAbsent(group, key -> new ArrayList<>()).add(run);
    }
    if (groups.size() < 2) {
      throw new InputException(
          paths.size() < 2
              ? "compare: name at least two runs"
              : "compare: these runs differ in their seeds only, so --average-seeds makes them one;"
                  + " name runs of another configuration too");
    }
    return labelled(groups.values());
  }

  private static List<Contender> labelled(Collection<List<ComparedRun>> groups) {
    Map<String, Long> uses =
        groups.stream().collect(Collectors.groupingBy(Contenders::label, Collectors.counting()));
    return groups.stream()
        .map(
            runs -> {
              String label = label(runs);
              boolean unique = uses.get(label) == 1;
              return new Contender(unique ? label : label + " " + runs.get(0).path(), runs);
            })
        .toList();
  }

  private static String label(List<ComparedRun> runs) {
    ComparedRun first = runs.get(0);
    return first.name()
        + (runs.size() == 1 ? " s" + first.result().seed() : ", " + runs.size() + " seeds");
  }
}
