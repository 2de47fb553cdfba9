package org.equimodal.trainer.encoding;

import ai.djl.repository.Artifact;
import ai.djl.repository.MRL;
import ai.djl.repository.Repository;
import ai.djl.util.Utils;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.equimodal.datasets.InputException;

/**
 * A model of DJL's zoo, such as {@code
 * djl://ai.djl.huggingface.pytorch/sentence-transformers/all-MiniLM-L6-v2}. It is downloaded once,
 * into DJL's cache. Who names such an address wants the network to be asked; nothing else does.
 */
final class ZooModel {

  /** What an address begins with. */
  static final String SCHEME = "djl://";

  private static final String OFFLINE = "ai.djl.offline";

  private ZooModel() {}

  /**
   * Downloads a model, unless it is in the cache.
   *
   * @return the folder of its files
   * @throws InputException if there is no such model or the zoo cannot be reached
   */
  static Path fetch(String address) {
    String offline = System.getProperty(OFFLINE);
    System.setProperty(OFFLINE, "false");
    try {
      Repository repository = Repository.newInstance("zoo", address);
      List<MRL> found = repository.getResources();
      Artifact artifact = found.isEmpty() ? null : found.get(0).getDefaultArtifact();
      if (artifact == null) {
        throw new InputException(
            "--model " + address + ": the zoo has no such model; see https://docs.djl.ai");
      }
      repository.prepare(artifact);
      return Utils.getNestedModelDir(repository.getResourceDirectory(artifact));
    } catch (IllegalArgumentException e) {
      throw new InputException(
          "--model "
              + address
              + ": the zoo has no such model ("
              + e.getMessage()
              + "); its form is djl://GROUP/NAME",
          e);
    } catch (IOException e) {
      throw new InputException(
          "--model "
              + address
              + ": the zoo cannot be reached ("
              + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage())
              + "); without a network, and with DJL_OFFLINE set, name the folder of a model",
          e);
    } finally {
      if (offline == null) {
        System.clearProperty(OFFLINE);
      } else {
        System.setProperty(OFFLINE, offline);
      }
    }
  }
}
