package org.equimodal.trainer.doctor;

import ai.djl.util.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * Whether the jar has libtorch for this system, and whether it is unpacked or can be.
 *
 * @param cache where DJL unpacks it
 * @param brought whether the user brings another, so that the jar's is not used
 */
public record NativesCheck(Path cache, boolean brought) implements Check {

  private static final int MIB_UNPACKED = 450;
  private static final String PROPERTIES = "/native/lib/pytorch.properties";
  private static final String FIX = "name another folder with DJL_CACHE_DIR";

  @Override
  public String name() {
    return "natives";
  }

  @Override
  public Outcome look() throws IOException {
    if (brought) {
      return Outcome.ok("libtorch comes from outside; its JNI library is unpacked into " + cache);
    }
    Properties jar = properties();
    String system = Platform.fromSystem("pytorch").getClassifier();
    if (!system.equals(jar.getProperty("classifier"))) {
      return Outcome.failure(
          "the jar has libtorch for %s, and this is %s; name the folder of one for it with PYTORCH_LIBRARY_PATH"
              .formatted(jar.getProperty("classifier"), system));
    }
    Path folder =
        cache.resolve(
            String.join("-", jar.getProperty("version"), jar.getProperty("flavor"), system));
    if (Files.isDirectory(folder)) {
      return unpacked(folder);
    }
    return ExistingFolder.above(cache)
        .fault()
        .map(fault -> Outcome.failure(fault + "; " + FIX))
        .orElseGet(this::unpackable);
  }

  private static Outcome unpacked(Path folder) {
    Path library = folder.resolve(System.mapLibraryName("torch"));
    return Files.isReadable(library)
        ? Outcome.ok("unpacked in " + folder)
        : Outcome.failure(
            "%s cannot be read; delete the folder, or let all read it with chmod -R a+rX"
                .formatted(library));
  }

  private Outcome unpackable() {
    long free = ExistingFolder.above(cache).path().toFile().getUsableSpace() >> 20;
    return free < MIB_UNPACKED
        ? Outcome.failure(
            "libtorch takes %d MiB in %s, where %d are free; make room or %s"
                .formatted(MIB_UNPACKED, cache, free, FIX))
        : Outcome.ok("the first start unpacks libtorch into " + cache);
  }

  private static Properties properties() throws IOException {
    Properties properties = new Properties();
    try (InputStream in = NativesCheck.class.getResourceAsStream(PROPERTIES)) {
      if (in != null) {
        properties.load(in);
      }
    }
    return properties;
  }
}
