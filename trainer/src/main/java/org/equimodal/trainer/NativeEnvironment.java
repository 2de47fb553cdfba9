package org.equimodal.trainer;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;

/**
 * Settings that native libraries read from the environment when they are loaded, and nowhere else.
 * To be called before the first tensor is made.
 */
final class NativeEnvironment {

  /**
   * OpenMP threads that have nothing to do shall sleep. By default they spin, which costs nothing
   * on an idle machine, but where two processes share the cores every parallel region waits for
   * threads that are not scheduled: two trainings side by side were ten to a hundred times slower.
   */
  private static final String WAIT_POLICY = "OMP_WAIT_POLICY";

  private NativeEnvironment() {}

  /** The part of the C library that is needed. */
  private interface CLibrary extends Library {

    int setenv(String name, String value, int overwrite);
  }

  /** Chooses what the user has not chosen. */
  static void prepare() {
    if (System.getenv(WAIT_POLICY) == null && !Platform.isWindows()) {
      Native.load("c", CLibrary.class).setenv(WAIT_POLICY, "PASSIVE", 0);
    }
  }
}
