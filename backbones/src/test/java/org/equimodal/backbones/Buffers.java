package org.equimodal.backbones;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Makes the use of freed buffers visible. DJL's arrays made from Java numbers lie in direct
 * buffers; once such an array is closed, a garbage collection frees its memory, even if autograd
 * still refers to it.
 */
public final class Buffers {

  private static final int COUNT = 20_000;
  private static final int BYTES = 8;

  private Buffers() {}

  /** Collects garbage, waits for the buffers to be freed, and fills the memory with NaN. */
  public static void overwriteFreed() {
    System.gc();
    LockSupport.parkNanos(20_000_000);
    List<ByteBuffer> claimed = new ArrayList<>(COUNT);
    for (int k = 0; k < COUNT; k++) {
      claimed.add(ByteBuffer.allocateDirect(BYTES).putLong(0, -1L));
    }
    if (claimed.size() != COUNT) { // keeps them reachable until here
      throw new AssertionError();
    }
  }
}
