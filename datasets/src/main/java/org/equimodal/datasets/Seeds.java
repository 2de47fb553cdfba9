package org.equimodal.datasets;

import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * One seed, many independent streams of random numbers.
 *
 * <p>Every use of randomness has a stream with a name, and a position within it such as (epoch,
 * batch). What is drawn there depends on the seed, the name and the position alone, so an
 * interrupted run continues with the numbers it would have had, and drawing more from one stream
 * never shifts another.
 */
public final class Seeds {
  /** 2^64 divided by the golden ratio, odd: the increment of SplitMix64. */
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private static final RandomGeneratorFactory<RandomGenerator> GENERATOR =
      RandomGeneratorFactory.of("L64X128MixRandom");

  private Seeds() {}

  /**
   * The seed of one position of one stream.
   *
   * <p>With {@code mix} the finaliser of SplitMix64 (a bijection of 64 bits; Steele, Lea and Flood
   * 2014) and {@code name} the 64-bit FNV-1a hash of the stream's UTF-8 bytes: h = mix(seed +
   * GOLDEN); h = mix((h + GOLDEN) ^ name); then, for every p of the position in turn, h = mix((h +
   * GOLDEN) ^ p).
   *
   * @param seed the run's seed
   * @param stream the use, for example {@code triples.generic}
   * @param position where in the stream, for example epoch and batch
   */
  public static long derive(long seed, String stream, long... position) {
    long hash = mix(seed + GOLDEN);
    hash = mix((hash + GOLDEN) ^ fingerprint(stream));
    for (long p : position) {
      hash = mix((hash + GOLDEN) ^ p);
    }
    return hash;
  }

  /** A fresh L64X128MixRandom, seeded by {@link #derive}. */
  public static RandomGenerator generator(long seed, String stream, long... position) {
    return GENERATOR.create(derive(seed, stream, position));
  }

  private static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  private static long fingerprint(String text) {
    long hash = 0xCBF29CE484222325L;
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xFF)) * 0x100000001B3L;
    }
    return hash;
  }
}
