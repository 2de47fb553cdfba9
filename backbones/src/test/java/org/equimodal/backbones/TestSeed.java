package org.equimodal.backbones;

/** The seed of randomised tests: replay or vary them with {@code -Dtest.seed=N}. */
public final class TestSeed {

  private static final long SEED = Long.getLong("test.seed", 123);

  private TestSeed() {}

  /** The seed. */
  public static long get() {
    return SEED;
  }

  /** For the description of an assertion. */
  public static String message() {
    return "-Dtest.seed=" + SEED;
  }
}
