package org.equimodal.trainer;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;

/** What only the C library knows: the environment of native libraries, and terminals. */
final class NativeEnvironment {

  /**
   * OpenMP threads that have nothing to do shall sleep. By default they spin, which costs nothing
   * on an idle machine, but where two processes share the cores every parallel region waits for
   * threads that are not scheduled: two trainings side by side were ten to a hundred times slower.
   */
  private static final String WAIT_POLICY = "OMP_WAIT_POLICY";

  private static final int STDOUT = 1;
  private static final int STDERR = 2;

  private NativeEnvironment() {}

  /** The part of the C library that is needed. */
  private interface CLibrary extends Library {

    CLibrary INSTANCE = Native.load("c", CLibrary.class);

    int setenv(String name, String value, int overwrite);

    int isatty(int descriptor);
  }

  /** Chooses what the user has not chosen; to be called before the first tensor is made. */
  static void prepare() {
    if (System.getenv(WAIT_POLICY) == null && !Platform.isWindows()) {
      CLibrary.INSTANCE.setenv(WAIT_POLICY, "PASSIVE", 0);
    }
  }

  /** Whether both stdout and stderr are a terminal; never on Windows, which is not asked. */
  static boolean isTerminal() {
    return !Platform.isWindows()
        && CLibrary.INSTANCE.isatty(STDOUT) == 1
        && CLibrary.INSTANCE.isatty(STDERR) == 1;
  }
}
