package org.equimodal.datasets;

import org.slf4j.Logger;

/**
 * Takes what readers find wrong with a dataset's files. Those who train take the first fault as the
 * end ({@link #strict}); those who look a dataset over keep them all ({@link Findings}) and let the
 * reader go on. What a reader accepts is the same either way.
 */
public interface Problems {
  /**
   * Takes something that cannot be used. Where this returns, the reader goes on without it.
   *
   * @throws InputException if the reader shall end
   */
  void fault(InputException fault);

  /** Takes something, in one line, that can be used but is hardly meant. */
  void warning(String text);

  /** Throws the first fault and logs warnings. */
  static Problems strict(Logger logger) {
    return new Problems() {
      @Override
      public void fault(InputException fault) {
        throw fault;
      }

      @Override
      public void warning(String text) {
        logger.warn("{}", text);
      }
    };
  }
}
