package org.equimodal.trainer.run;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.equimodal.backbones.tensor.Kernels;
import org.equimodal.datasets.InputException;
import org.equimodal.datasets.Reason;

/**
 * The {@code checkpoint} folder of a run: {@code model.safetensors} with the best parameters by
 * name, {@code state.json}, and, while the run is under way, {@code
 * resume-<epoch>-<batch>.safetensors} with all that it takes to go on.
 */
public final class Checkpoint {

  private final Path folder;

  /**
   * A checkpoint folder.
   *
   * @param run the run it belongs to
   */
  public Checkpoint(RunFolder run) {
    this.folder = run.checkpoint();
  }

  /**
   * Where a training stands.
   *
   * @param complete whether the training is over and the best parameters are stored
   * @param epoch the last one that is complete
   * @param batch steps done in the epoch after it
   * @param bestEpoch the one with the best validation so far, 0 for none
   * @param bestValue its validation Recall@20
   * @param validationsWithoutGain since the best
   * @param bestValidation all metrics of the best validation
   * @param trainSeconds spent in steps so far
   * @param totalSeconds that the run has taken so far, with all that {@link Result.Timing} counts;
   *     0 in states from before it was written
   */
  public record State(
      boolean complete,
      int epoch,
      int batch,
      int bestEpoch,
      double bestValue,
      int validationsWithoutGain,
      Map<String, Double> bestValidation,
      double trainSeconds,
      double totalSeconds) {}

  /** Writes the state and the arrays it takes to go on from it, in a fixed order. */
  public void saveResume(State state, NDList arrays) {
    create();
    writeArrays(resume(state), positions(arrays), arrays);
    Json.write(state(), state);
    removeResumesBut(resume(state));
  }

  /** Whether there is something to go on from. */
  public boolean canResume() {
    return Files.isRegularFile(state()) && Files.isRegularFile(resume(readState()));
  }

  /** Whether the training came to its end: the best parameters are there. */
  public boolean hasModel() {
    return Files.isRegularFile(model()) && Files.isRegularFile(state()) && readState().complete();
  }

  /** Reads the state. */
  public State readState() {
    return Json.read(state(), State.class);
  }

  /** Where the training stands, under way or over; empty if it begins from the beginning. */
  public Optional<State> reached() {
    return canResume() || hasModel() ? Optional.of(readState()) : Optional.empty();
  }

  /**
   * Reads the arrays that belong to the state into existing ones, in the order they were written.
   */
  public void loadResume(State state, NDList into) {
    readInto(resume(state), positions(into), into);
  }

  /** Writes the best parameters and drops what was needed to go on. */
  public void saveModel(State state, List<String> names, NDList parameters) {
    create();
    writeArrays(model(), names, parameters);
    Json.write(state(), state);
    removeResumesBut(model());
  }

  /** Reads the best parameters into a model's, checking names and shapes. */
  public void loadModel(List<String> names, NDList into) {
    readInto(model(), names, into);
  }

  private Path state() {
    return folder.resolve("state.json");
  }

  private Path model() {
    return folder.resolve("model.safetensors");
  }

  private Path resume(State state) {
    return folder.resolve("resume-" + state.epoch() + "-" + state.batch() + ".safetensors");
  }

  private void create() {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void removeResumesBut(Path kept) {
    try (var files = Files.newDirectoryStream(folder, "resume-*.safetensors")) {
      for (Path file : files) {
        if (!file.equals(kept)) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> positions(NDList arrays) {
    return IntStream.range(0, arrays.size()).mapToObj("%05d"::formatted).toList();
  }

  private static void writeArrays(Path path, List<String> names, NDList arrays) {
    try (NDManager scratch = arrays.head().getManager().newSubManager()) {
      NDList plain = new NDList();
      for (int i = 0; i < arrays.size(); i++) {
        NDArray copy = arrays.get(i).stopGradient();
        copy.attach(scratch);
        copy.setName(names.get(i));
        plain.add(copy);
      }
      AtomicFile.write(path, out -> plain.encode(out, NDList.Encoding.SAFETENSORS));
    }
  }

  private static void readInto(Path path, List<String> names, NDList into) {
    try (NDManager scratch = into.head().getManager().newSubManager();
        InputStream in = new BufferedInputStream(Files.newInputStream(path))) {
      NDList read = decode(path, scratch, in);
      if (read.size() != into.size()) {
        throw new InputException(
            path
                + " holds "
                + read.size()
                + " arrays where the model has "
                + into.size()
                + "; it belongs to another configuration");
      }
      NDList ordered = new NDList();
      for (int i = 0; i < into.size(); i++) {
        String name = names.get(i);
        NDArray array = read.get(name);
        if (array == null || !array.getShape().equals(into.get(i).getShape())) {
          throw new InputException(
              path
                  + ": "
                  + name
                  + " should be "
                  + into.get(i).getShape()
                  + ", is "
                  + (array == null ? "absent" : array.getShape())
                  + "; it belongs to another dataset or configuration");
        }
        ordered.add(array);
      }
      Kernels.copy(ordered, into);
    } catch (NoSuchFileException e) {
      throw new InputException(path + " is missing; has the run finished?", e);
    } catch (IOException e) {
      throw new InputException(
          "cannot read %s: %s; check the file and its permissions".formatted(path, Reason.of(e)),
          e);
    }
  }

  private static NDList decode(Path path, NDManager manager, InputStream in) {
    try {
      return NDList.decode(manager, in);
    } catch (RuntimeException e) { // whatever the bytes lead the decoder to
      throw new InputException(
          path + " is damaged, it is not a whole safetensors file; train the run again", e);
    }
  }
}
