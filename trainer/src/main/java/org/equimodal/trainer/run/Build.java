package org.equimodal.trainer.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Which build of the program this is. */
public final class Build {

  private static final Properties PROPERTIES = read();

  private Build() {}

  /** The program's version. */
  public static String version() {
    return PROPERTIES.getProperty("version");
  }

  /** The commit it was built from, {@code unknown} outside a checkout. */
  public static String commit() {
    String commit = PROPERTIES.getProperty("commit");
    return commit.startsWith("$") ? "unknown" : commit;
  }

  private static Properties read() {
    Properties properties = new Properties();
    try (InputStream in = Build.class.getResourceAsStream("/build.properties")) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties;
  }
}
