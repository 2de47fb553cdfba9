package org.equimodal.trainer;

import java.io.IOException;
import java.io.OutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ties the life of a process to that of the one that started it. */
final class StandardInput {

  private static final Logger logger = LoggerFactory.getLogger(StandardInput.class);

  private StandardInput() {}

  /**
   * From now on this process ends, as if by a signal and after saving, when its standard input
   * does: the other process closed it or is no more.
   */
  static void endsThisProcess() {
    Thread watch =
        new Thread(
            () -> {
              try {
                System.in.transferTo(OutputStream.nullOutputStream());
              } catch (IOException e) {
                logger.debug("standard input is broken: it has ended", e);
              }
              System.exit(Main.INTERRUPTED);
            },
            "standard input");
    watch.setDaemon(true);
    watch.start();
  }
}
