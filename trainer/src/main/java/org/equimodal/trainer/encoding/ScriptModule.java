package org.equimodal.trainer.encoding;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.ParameterStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.equimodal.datasets.InputException;

/** A TorchScript module on a device, for inference. */
final class ScriptModule implements AutoCloseable {

  private static final String EXECUTOR_OPTIMIZES = "ai.djl.pytorch.graph_optimizer";

  private final String address;
  private final Model model;
  private final ParameterStore parameters;

  /**
   * Loads it.
   *
   * @throws InputException if the file is no TorchScript archive
   */
  ScriptModule(ModelFiles files, Device device) {
    // Else TorchScript would watch the first batches and compile anew; after a resume they are
    // others, and the last bits with them.
    System.setProperty(EXECUTOR_OPTIMIZES, "false");
    address = files.address();
    Path script = files.script().toAbsolutePath();
    model = Model.newInstance(script.getFileName().toString(), device, "PyTorch");
    try {
      // Traced models hold the device that they were traced on; mapLocation puts this one instead.
      model.load(
          script.getParent(), script.getFileName().toString(), Map.of("mapLocation", "true"));
    } catch (IOException | MalformedModelException | EngineException e) {
      model.close();
      throw new InputException(
          "--model %s: %s cannot be loaded as TorchScript (%s); write it with torch.jit.save or djl-convert"
              .formatted(address, script.getFileName(), reason(e)),
          e);
    }
    parameters = new ParameterStore(model.getNDManager(), false);
  }

  /** The manager on the module's device, under which batches have theirs. */
  NDManager manager() {
    return model.getNDManager();
  }

  /**
   * Runs the module.
   *
   * @return its first result, or the one called {@code last_hidden_state}; owned by the manager of
   *     the first input
   * @throws InputException if the module fails
   */
  NDArray run(NDArray... inputs) {
    NDList results;
    try {
      results = model.getBlock().forward(parameters, new NDList(inputs), false);
    } catch (EngineException | IllegalArgumentException e) {
      throw new InputException(
          "--model %s: the model fails on its inputs (%s)".formatted(address, reason(e)), e);
    }
    NDArray named = results.get("last_hidden_state");
    return named == null ? results.head() : named;
  }

  /** A fault of what the module returns. */
  InputException unexpected(NDArray result, String expected) {
    return new InputException(
        "--model %s: the model returns %s of shape %s; expected %s"
            .formatted(
                address,
                result.getDataType().toString().toLowerCase(Locale.ROOT),
                result.getShape(),
                expected));
  }

  /** What went wrong, without where in C++: the error of the interpreter, else the first line. */
  private static String reason(Exception e) {
    if (e.getMessage() == null) {
      return e.toString();
    }
    List<String> lines = e.getMessage().lines().filter(line -> !line.isBlank()).toList();
    return lines.stream()
        .filter(line -> line.matches("\\w*Error: .*"))
        .reduce((first, last) -> last)
        .orElseGet(() -> lines.isEmpty() ? "" : lines.get(0));
  }

  @Override
  public void close() {
    model.close();
  }
}
