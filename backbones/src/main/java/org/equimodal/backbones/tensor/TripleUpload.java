package org.equimodal.backbones.tensor;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import org.equimodal.datasets.Triples;

/**
 * Carries the triples of every step to the device, in one piece and through one buffer. A buffer
 * per step would pile up outside the heap until the next garbage collection.
 */
public final class TripleUpload implements AutoCloseable {

  private final NDManager hostMemory;
  private NDArray host;
  private LongBuffer ids;

  /**
   * Prepares; the buffer is made with the first triples.
   *
   * @param parent any manager that outlives the upload
   */
  public TripleUpload(NDManager parent) {
    hostMemory = parent.newSubManager(Device.cpu());
  }

  /**
   * Uploads triples, those of the second argument after those of the first.
   *
   * @param scope the step that uses them; they are valid until the next upload
   * @return int64 [3, n]: users, positives, negatives, on the scope's device
   */
  public NDArray upload(StepScope scope, Triples training, Triples generic) {
    int n = training.size() + generic.size();
    reserve(n);
    ids.clear();
    put(training.users(), generic.users());
    put(training.positives(), generic.positives());
    put(training.negatives(), generic.negatives());
    scope.adopt(new NDList(host));
    return host.toDevice(scope.manager().getDevice(), false);
  }

  private void reserve(int n) {
    if (ids != null && ids.capacity() == 3 * n) {
      return;
    }
    if (host != null) {
      host.close();
    }
    ByteBuffer memory =
        ByteBuffer.allocateDirect(3 * n * Long.BYTES).order(ByteOrder.nativeOrder());
    host = hostMemory.create(memory, new Shape(3, n), DataType.INT64); // shares the buffer's memory
    ids = memory.asLongBuffer();
  }

  private void put(int[]... columns) {
    for (int[] column : columns) {
      for (int id : column) {
        ids.put(id);
      }
    }
  }

  /** Frees the buffer. */
  @Override
  public void close() {
    hostMemory.close();
  }
}
