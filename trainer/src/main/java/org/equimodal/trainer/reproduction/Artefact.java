package org.equimodal.trainer.reproduction;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.equimodal.datasets.InputException;

/** What can be reproduced. */
public enum Artefact {
  /** Methods beside each other. */
  TABLE1,
  /** What every modality is worth alone, in the methods' models and as a model of its own. */
  TABLE2,
  /** CKD without its parts. */
  TABLE3,
  /** How joint training leaves modalities behind, by epoch. */
  FIGURE1;

  static final String PLAIN = "plain";
  static final String CKD = "ckd";

  /** CKD without a part each, in the order of the paper's Table 3. */
  static final List<String> ABLATIONS =
      List.of("ckd:no-generic", "ckd:uniform", "ckd:kl", "ckd:mse");

  /** The methods whose runs it takes. */
  List<String> methods(List<String> asked) {
    return switch (this) {
      case TABLE1, TABLE2 -> asked;
      case TABLE3 -> Stream.concat(Stream.of(PLAIN, CKD), ABLATIONS.stream()).toList();
      case FIGURE1 -> List.of(PLAIN, CKD);
    };
  }

  /** How many of the seeds it takes, from the first. */
  List<Long> seeds(List<Long> asked) {
    return this == FIGURE1 ? asked.subList(0, 1) : asked;
  }

  /**
   * The one of an id.
   *
   * @throws InputException if there is none
   */
  public static Artefact of(String id) {
    return Stream.of(values())
        .filter(artefact -> artefact.id().equals(id.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new InputException(
                    "reproduce: cannot make "
                        + id
                        + ", only "
                        + Stream.of(values()).map(Artefact::id).collect(Collectors.joining(", "))));
  }

  /** As it is written on the command line and in names of files. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
