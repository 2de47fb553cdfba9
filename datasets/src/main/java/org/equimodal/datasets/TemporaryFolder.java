package org.equimodal.datasets;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A folder among the system's temporary ones, removed with all that is in it when it is closed, or
 * when Ctrl-C or SIGTERM ends the process.
 */
public final class TemporaryFolder implements AutoCloseable {
  private final Path path;
  private final OnTermination termination;

  private TemporaryFolder(Path path) {
    this.path = path;
    this.termination = OnTermination.clean(() -> FolderRemoval.of(path));
  }

  /**
   * Makes one, empty.
   *
   * @param purpose its name begins so
   */
  public static TemporaryFolder make(String purpose) throws IOException {
    return new TemporaryFolder(Files.createTempDirectory("equimodal-" + purpose + "-"));
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  @Override
  public void close() throws IOException {
    termination.before(() -> FolderRemoval.of(path));
    termination.cancel();
  }
}
