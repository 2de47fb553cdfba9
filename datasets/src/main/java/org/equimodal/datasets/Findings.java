package org.equimodal.datasets;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Keeps all that is wrong with a dataset, part by part, so that a user can correct it at once.
 * Faults are what a training refuses; warnings are what it accepts. A line said twice is kept once.
 */
public final class Findings {
  /** Faults of one part after which the rest of it is not read. */
  public static final int MOST_FAULTS = 20;

  private final Set<String> faults = new LinkedHashSet<>();
  private final Set<String> warnings = new LinkedHashSet<>();

  /** What cannot be used, in the order found. */
  public List<String> faults() {
    return List.copyOf(faults);
  }

  /** What can be used but is hardly meant, in the order found. */
  public List<String> warnings() {
    return List.copyOf(warnings);
  }

  /** Keeps a fault. */
  public void fault(String text) {
    faults.add(text);
  }

  /** Keeps a warning. */
  public void warning(String text) {
    warnings.add(text);
  }

  /**
   * Reads a part of a dataset as far as it can be read.
   *
   * @param part what it is called where it has too many faults
   * @param reading reads it
   * @return nothing if the reader could not go on
   */
  public <T> Optional<T> attempt(String part, Function<Problems, T> reading) {
    try {
      return Optional.of(reading.apply(new Kept(part)));
    } catch (InputException e) {
      faults.add(e.getMessage());
      return Optional.empty();
    }
  }

  /** Keeps the problems of one part. */
  private final class Kept implements Problems {
    private final String part;
    private final List<InputException> found = new ArrayList<>();

    Kept(String part) {
      this.part = part;
    }

    @Override
    public void fault(InputException fault) {
      if (found.size() == MOST_FAULTS) {
        throw new InputException(
            "%s: more than %d faults, what follows was not read; correct these and look again"
                .formatted(part, MOST_FAULTS));
      }
      found.add(fault);
      faults.add(fault.getMessage());
    }

    @Override
    public void warning(String text) {
      warnings.add(text);
    }
  }
}
