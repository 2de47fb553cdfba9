package org.equimodal.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A run of a few epochs on a toy dataset whose users are called u0, u1, .. and items a, b, .., t.
 */
record ServedToy(ToyFolder toy, Path run) {

  /** Trains it below a folder. */
  static ServedToy train(Path folder, String... options) {
    ToyFolder toy =
        new ToyFolder(folder, "toy")
            .file("users.tsv", table("userID", ToyFolder.USERS, id -> "u" + id))
            .file("items.tsv", table("itemID", ToyFolder.ITEMS, ServedToy::item));
    return new ServedToy(toy, train(toy, folder, options));
  }

  /**
   * Trains on a dataset.
   *
   * @param folder below which the run goes
   */
  static Path train(ToyFolder dataset, Path folder, String... options) {
    List<String> all =
        new ArrayList<>(
            List.of("--dataset", dataset.path().toString(), "--run-dir", folder + "/runs"));
    all.addAll(List.of(options));
    return Invocation.succeed(all.toArray(String[]::new)).run();
  }

  private static String table(String column, int count, IntFunction<String> name) {
    return IntStream.range(0, count)
        .mapToObj(id -> id + "\t" + name.apply(id))
        .collect(Collectors.joining("\n", column + "\tname\n", "\n"));
  }

  /** What an item is called. */
  static String item(int id) {
    return String.valueOf((char) ('a' + id));
  }

  /** Asserts a fault: exit code 2, one line on standard error, nothing on standard output. */
  static void assertRefused(Invocation invocation, String... parts) {
    assertThat(invocation.errorLines()).hasSize(1);
    assertThat(invocation.err())
        .startsWith("error: ")
        .contains(parts)
        .doesNotContain("Exception", "null");
    assertThat(invocation.exitCode()).isEqualTo(2);
    assertThat(invocation.out()).isEmpty();
  }
}
