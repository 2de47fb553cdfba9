package org.equimodal.trainer.doctor;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What a check has found.
 *
 * @param state how things are
 * @param text one line; of a warning or failure it ends in what to do
 */
public record Outcome(State state, String text) {

  /** How things are. */
  public enum State {
    /** As it should be. */
    @JsonProperty("ok")
    OK,
    /** It works, but hardly as it is meant. */
    @JsonProperty("warning")
    WARNING,
    /** Nothing can be trained like this. */
    @JsonProperty("failure")
    FAILURE
  }

  /** Takes the first line. */
  public Outcome {
    text = text.lines().findFirst().orElse("");
  }

  /** All is well. */
  public static Outcome ok(String text) {
    return new Outcome(State.OK, text);
  }

  /** It works, but. */
  public static Outcome warning(String text) {
    return new Outcome(State.WARNING, text);
  }

  /** It does not work. */
  public static Outcome failure(String text) {
    return new Outcome(State.FAILURE, text);
  }
}
