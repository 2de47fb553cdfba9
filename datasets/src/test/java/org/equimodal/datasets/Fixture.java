package org.equimodal.datasets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A conformance fixture: expected numbers computed by an independent implementation, {@code
 * NAME.json} (settings) beside {@code NAME.npz} (arrays).
 *
 * <p>Fixtures are looked for in the directory of the system property {@code conformance.fixtures}
 * or, if that is unset, in the folder {@code fixtures} among the calling module's test resources.
 */
public final class Fixture {
  private static final String PROPERTY = "conformance.fixtures";
  private static final String RESOURCE = "fixtures";
  private static final double ABSOLUTE = 2e-5;
  private static final double RELATIVE = 2e-4;

  private final String name;
  private final JsonNode json;
  private final Map<String, NpyArray> arrays;

  private Fixture(String name, JsonNode json, Map<String, NpyArray> arrays) {
    this.name = name;
    this.json = json;
    this.arrays = arrays;
  }

  /**
   * The fixtures whose name starts with the prefix, by name.
   *
   * @throws IllegalStateException if there are none
   */
  public static List<Fixture> all(String prefix) {
    Path folder = folder();
    try (Stream<Path> files = Files.list(folder)) {
      List<Fixture> fixtures =
          files
              .filter(file -> file.getFileName().toString().startsWith(prefix))
              .filter(file -> file.getFileName().toString().endsWith(".json"))
              .sorted()
              .map(Fixture::read)
              .toList();
      if (fixtures.isEmpty()) {
        throw new IllegalStateException("no fixture " + prefix + "*.json in " + folder);
      }
      return fixtures;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path folder() {
    String directory = System.getProperty(PROPERTY);
    if (directory != null && !directory.isEmpty()) {
      return Path.of(directory);
    }
    URL resource = Thread.currentThread().getContextClassLoader().getResource(RESOURCE);
    if (resource == null || !resource.getProtocol().equals("file")) {
      throw new IllegalStateException(
          "no folder " + RESOURCE + " among the test resources; set -D" + PROPERTY + "=DIR");
    }
    try {
      return Path.of(resource.toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("cannot use " + resource, e);
    }
  }

  private static Fixture read(Path jsonFile) {
    String file = jsonFile.getFileName().toString();
    String name = file.substring(0, file.length() - ".json".length());
    try {
      return new Fixture(
          name,
          new ObjectMapper().readTree(jsonFile.toFile()),
          arrays(jsonFile.resolveSibling(name + ".npz")));
    } catch (IOException e) {
      throw new UncheckedIOException("fixture " + jsonFile, e);
    }
  }

  private static Map<String, NpyArray> arrays(Path npz) throws IOException {
    Map<String, NpyArray> arrays = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(npz.toFile())) {
      Enumeration<? extends ZipEntry> entries = zip.entries();
      while (entries.hasMoreElements()) {
        ZipEntry entry = entries.nextElement();
        try (InputStream stream = zip.getInputStream(entry)) {
          String array = entry.getName().replaceFirst("\\.npy$", "");
          arrays.put(array, NpyFile.read(stream, npz + ", " + array));
        }
      }
    }
    return arrays;
  }

  /** The file name without its ending. */
  public String name() {
    return name;
  }

  /** The settings. */
  public JsonNode json() {
    return json;
  }

  /** The names of all arrays. */
  public Set<String> names() {
    return Set.copyOf(arrays.keySet());
  }

  /** Whether there is an array of that name. */
  public boolean has(String array) {
    return arrays.containsKey(array);
  }

  /** An array of floats, last index fastest. */
  public float[] floats(String array) {
    return array(array).floats();
  }

  /** An array of integers, last index fastest. */
  public long[] longs(String array) {
    return array(array).longs();
  }

  /** A single floating-point value. */
  public double scalar(String array) {
    double[] values = array(array).doubles();
    if (values.length != 1) {
      throw new IllegalArgumentException(
          name + ": " + array + " is no single value but " + array(array));
    }
    return values[0];
  }

  /** The dimensions of an array; empty for a single value. */
  public int[] shape(String array) {
    return array(array).shape();
  }

  private NpyArray array(String array) {
    NpyArray found = arrays.get(array);
    if (found == null) {
      throw new IllegalArgumentException(
          name + " has no array " + array + ", only " + arrays.keySet());
    }
    return found;
  }

  /**
   * Asserts |actual - expected| &lt;= 2e-5 + 2e-4 |expected| for every value, and names the worst
   * that is not.
   *
   * @param what named in the message
   */
  public static void assertClose(String what, float[] actual, float[] expected) {
    if (actual.length != expected.length) {
      throw new AssertionError(
          "%s: %d values, expected %d".formatted(what, actual.length, expected.length));
    }
    int failures = 0;
    int worst = -1;
    double worstExcess = 0;
    for (int k = 0; k < expected.length; k++) {
      double excess = excess(actual[k], expected[k]);
      if (!(excess <= 1)) {
        failures++;
        if (worst < 0 || !(excess <= worstExcess)) {
          worst = k;
          worstExcess = excess;
        }
      }
    }
    if (failures > 0) {
      throw new AssertionError(
          "%s: %d of %d values differ; the worst, value %d, is %s, expected %s (%.1f times the tolerance)"
              .formatted(
                  what,
                  failures,
                  expected.length,
                  worst,
                  actual[worst],
                  expected[worst],
                  worstExcess));
    }
  }

  /** {@link #assertClose(String, float[], float[])} for a single value. */
  public static void assertClose(String what, double actual, double expected) {
    double excess = excess(actual, expected);
    if (!(excess <= 1)) {
      throw new AssertionError(
          "%s is %s, expected %s (%.1f times the tolerance)"
              .formatted(what, actual, expected, excess));
    }
  }

  private static double excess(double actual, double expected) {
    return Math.abs(actual - expected) / (ABSOLUTE + RELATIVE * Math.abs(expected));
  }

  @Override
  public String toString() {
    return name;
  }
}
