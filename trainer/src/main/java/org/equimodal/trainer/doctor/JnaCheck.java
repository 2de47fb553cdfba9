package org.equimodal.trainer.doctor;

import com.sun.jna.Native;

/**
 * Whether JNA, by which GPUs are counted and libraries get their environment, can load its own
 * library, which it unpacks into a temporary folder.
 */
public final class JnaCheck implements Check {

  @Override
  public String name() {
    return "jna";
  }

  @Override
  public Outcome look() {
    try {
      return Outcome.ok(
          "JNA "
              + Native.VERSION
              + ", native library "
              + Native.VERSION_NATIVE
              + (Native.POINTER_SIZE == Long.BYTES ? "" : ", 32 bit"));
    } catch (LinkageError e) {
      Throwable cause = e;
      while (cause.getCause() != null) {
        cause = cause.getCause();
      }
      return Outcome.failure(
          "JNA's library cannot be loaded (%s); name a folder where files may be written and executed with -Djna.tmpdir=D"
              .formatted(String.valueOf(cause.getMessage()).lines().findFirst().orElse("")));
    }
  }
}
