package org.equimodal.trainer.doctor;

/** One thing that has to be right for the program to work. */
public interface Check {

  /** What it is called in the report, a word. */
  String name();

  /**
   * Looks. What is thrown, errors of linking and of memory included, is a failure of this check and
   * of no other.
   *
   * @throws Exception whose message says what is wrong
   */
  Outcome look() throws Exception;
}
