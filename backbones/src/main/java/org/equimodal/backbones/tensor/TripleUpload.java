package org.equimodal.backbones.tensor;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.util.function.IntUnaryOperator;
import org.equimodal.datasets.Numbering;
import org.equimodal.datasets.Triples;

/**
 * Carries the triples of every step to the device, and the rows that they touch, in one piece and
 * through one buffer. A buffer per step would pile up outside the heap until the next garbage
 * collection.
 */
public final class TripleUpload implements AutoCloseable {

  private final NDManager hostMemory;
  private final int userCount;
  private final int itemCount;
  private NDArray host;
  private LongBuffer ids;
  private Numbering users;
  private Numbering items;

  /**
   * Triples on the device.
   *
   * @param triples int64 [3, n]: users, positives, negatives
   * @param users the distinct users among them, int64 [k]; null for all users
   * @param items the distinct items, int64 [l]; null for all items
   * @param numbered the triples with the positions of users and items in those, int64 [3, n]
   */
  public record Touched(NDArray triples, NDArray users, NDArray items, NDArray numbered) {}

  /**
   * Prepares; what is needed is made when it is first needed.
   *
   * @param parent any manager that outlives the upload
   * @param userCount n_u
   * @param itemCount n_i
   */
  public TripleUpload(NDManager parent, int userCount, int itemCount) {
    hostMemory = parent.newSubManager(Device.cpu());
    this.userCount = userCount;
    this.itemCount = itemCount;
  }

  /**
   * Uploads triples, those of the second argument after those of the first.
   *
   * @param scope the step that uses them; they are valid until the next upload
   * @return int64 [3, n]: users, positives, negatives, on the scope's device
   */
  public NDArray upload(StepScope scope, Triples training, Triples generic) {
    int n = training.size() + generic.size();
    reserve(3 * n);
    put(training, generic);
    return onDevice(scope).reshape(3, n);
  }

  /**
   * Uploads triples and the rows that they touch.
   *
   * @param scope the step that uses them; they are valid until the next upload
   * @param all whether what is touched counts however many it is; else all users are given, and all
   *     items if more than half of them are touched: then to copy rows costs more than it saves
   */
  public Touched uploadTouched(StepScope scope, Triples training, Triples generic, boolean all) {
    int n = training.size() + generic.size();
    reserve(Math.multiplyExact(9, n)); // triples twice, and at most n users and 2 n items
    put(training, generic);
    items = started(items, itemCount);
    number(items, training.positives(), generic.positives());
    number(items, training.negatives(), generic.negatives());
    boolean someItems = all || Rows.areFew(items.count(), itemCount);
    if (!someItems) {
      NDArray triples = part(onDevice(scope), 0, 3 * n).reshape(3, n);
      return new Touched(triples, null, null, triples);
    }
    int someUsers = 0;
    if (all) {
      users = started(users, userCount);
      number(users, training.users(), generic.users());
      someUsers = users.count();
    }
    put(all ? users::of : id -> id, training.users(), generic.users());
    put(items::of, training.positives(), generic.positives());
    put(items::of, training.negatives(), generic.negatives());
    if (all) {
      putDistinct(users);
    }
    putDistinct(items);
    NDArray everything = onDevice(scope);
    int usersAt = 6 * n;
    int itemsAt = usersAt + someUsers;
    return new Touched(
        part(everything, 0, 3 * n).reshape(3, n),
        all ? part(everything, usersAt, itemsAt) : null,
        part(everything, itemsAt, itemsAt + items.count()),
        part(everything, 3 * n, 6 * n).reshape(3, n));
  }

  private static Numbering started(Numbering numbering, int ids) {
    Numbering started = numbering == null ? new Numbering(ids) : numbering;
    started.start();
    return started;
  }

  private static void number(Numbering numbering, int[]... columns) {
    for (int[] column : columns) {
      for (int id : column) {
        numbering.of(id);
      }
    }
  }

  private static NDArray part(NDArray all, int from, int to) {
    return all.get(new NDIndex(from + ":" + to));
  }

  private void reserve(int capacity) {
    if (ids == null || ids.capacity() != capacity) {
      if (host != null) {
        host.close();
      }
      ByteBuffer memory =
          ByteBuffer.allocateDirect(Math.multiplyExact(capacity, Long.BYTES))
              .order(ByteOrder.nativeOrder());
      host = hostMemory.create(memory, new Shape(capacity), DataType.INT64); // shares the memory
      ids = memory.asLongBuffer();
    }
    ids.clear();
  }

  private NDArray onDevice(StepScope scope) {
    scope.adopt(new NDList(host));
    Device device = scope.manager().getDevice();
    return device.isGpu() ? Kernels.upload(host, device) : host;
  }

  private void put(Triples training, Triples generic) {
    put(training.users(), generic.users());
    put(training.positives(), generic.positives());
    put(training.negatives(), generic.negatives());
  }

  private void put(int[]... columns) {
    put(id -> id, columns);
  }

  private void put(IntUnaryOperator row, int[]... columns) {
    for (int[] column : columns) {
      for (int id : column) {
        ids.put(row.applyAsInt(id));
      }
    }
  }

  private void putDistinct(Numbering numbering) {
    for (int number = 0; number < numbering.count(); number++) {
      ids.put(numbering.id(number));
    }
  }

  /** Frees the buffer. */
  @Override
  public void close() {
    hostMemory.close();
  }
}
