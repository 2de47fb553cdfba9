package org.equimodal.datasets.preparation;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Settings for tests: everything stays, split by lattice, unless said otherwise. */
final class Plan {
  private OptionalDouble minimumRating = OptionalDouble.empty();
  private Duplicates duplicates = Duplicates.FIRST;
  private Optional<Core> core = Optional.of(Core.ALL);
  private Optional<SplitRule> split = Optional.empty();
  private Shares shares = new Shares(0.8, 0.1, 0.1);
  private long seed = 123;
  private boolean overwrite;

  Plan minimumRating(double rating) {
    minimumRating = OptionalDouble.of(rating);
    return this;
  }

  Plan duplicates(Duplicates stay) {
    duplicates = stay;
    return this;
  }

  Plan core(int users, int items) {
    core = Optional.of(new Core(users, items));
    return this;
  }

  Plan defaultCore() {
    core = Optional.empty();
    return this;
  }

  Plan split(SplitRule rule) {
    split = Optional.of(rule);
    return this;
  }

  Plan shares(double train, double validation, double test) {
    shares = new Shares(train, validation, test);
    return this;
  }

  Plan seed(long number) {
    seed = number;
    return this;
  }

  Plan overwrite() {
    overwrite = true;
    return this;
  }

  PreparationSettings settings() {
    return new PreparationSettings(
        minimumRating, duplicates, core, split, shares, seed, overwrite, "Equimodal test");
  }

  PreparationReport prepare(InteractionSource interactions, Path folder) {
    return prepare(interactions, Optional.empty(), folder);
  }

  PreparationReport prepare(
      InteractionSource interactions, Optional<ItemContent> content, Path folder) {
    PreparedData data =
        new PreparedData(
            folder.getFileName().toString(),
            interactions,
            content,
            Optional.of("made by hand"),
            Map.of());
    return new Preparation(settings()).prepare(data, folder);
  }
}
