package org.equimodal.datasets.preparation;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalDouble;
import org.equimodal.datasets.InputException;
import org.equimodal.datasets.Reason;

/** What a source was found to hold: those of its interactions that are rated high enough. */
final class RawInteractions {
  private final OptionalDouble minimumRating;
  private final RawIdTable users = new RawIdTable("user");
  private final RawIdTable items = new RawIdTable("item");
  private final InteractionBuffer buffer = new InteractionBuffer();
  private long read;

  private RawInteractions(OptionalDouble minimumRating) {
    this.minimumRating = minimumRating;
  }

  /**
   * Reads a source to its end.
   *
   * @param given the source again if its own split is to be kept
   * @throws InputException if it is malformed, or holds nothing that is rated high enough
   */
  static RawInteractions read(
      PreparedData data, Optional<SplitSource> given, OptionalDouble minimumRating) {
    RawInteractions raw = new RawInteractions(minimumRating);
    try {
      if (given.isPresent()) {
        given.get().read(raw.sink(Part.TRAIN), raw.sink(Part.VALIDATION), raw.sink(Part.TEST));
      } else {
        data.interactions().read(raw.sink(Part.TRAIN));
      }
    } catch (IOException e) {
      throw new InputException(
          "cannot read the interactions of %s: %s; check the files and their permissions"
              .formatted(data.name(), Reason.withFile(e)),
          e);
    }
    if (raw.read == 0) {
      throw new InputException(
          "there are no interactions in the sources of %s; check that they are the right ones"
              .formatted(data.name()));
    }
    if (raw.buffer.size() == 0) {
      throw new InputException(
          "none of %d interactions is rated at least %s; lower --min-rating"
              .formatted(raw.read, minimumRating.orElseThrow()));
    }
    return raw;
  }

  private InteractionSink sink(Part part) {
    return (user, item, rating, timestamp) -> {
      read++;
      int userNumber = users.number(user);
      int itemNumber = items.number(item);
      if (isRatedHighEnough(user, item, rating)) {
        buffer.add(userNumber, itemNumber, timestamp, part);
      }
    };
  }

  private boolean isRatedHighEnough(String user, String item, double rating) {
    if (minimumRating.isEmpty()) {
      return true;
    }
    if (Double.isNaN(rating)) {
      throw new InputException(
          "user '%s' has not rated item '%s', so --min-rating cannot tell whether it counts; leave it out or name the column of ratings"
              .formatted(user, item));
    }
    return rating >= minimumRating.getAsDouble();
  }

  /** Number of interactions read, whatever their rating. */
  long read() {
    return read;
  }

  RawIdTable users() {
    return users;
  }

  RawIdTable items() {
    return items;
  }

  InteractionBuffer buffer() {
    return buffer;
  }
}
