package org.equimodal.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.equimodal.datasets.InputFaults.assertRefused;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NpyRowsTest {
  @TempDir private Path folder;

  private List<String> rows(byte[] bytes) {
    NpyRows rows = new NpyRows(NpyWriter.write(folder.resolve("a.npy"), bytes));
    List<String> read = new ArrayList<>();
    rows.forEach((row, index) -> read.add(index + " " + Arrays.toString(row)));
    assertThat(rows.columns()).isEqualTo(3);
    return read;
  }

  @ParameterizedTest
  @CsvSource({"<f4, false", ">f2, false", "<f8, true", "<f4, true"})
  void givesRowsInEveryOrder(String descr, boolean fortran) {
    double[] values = {1, 2, 3, 4, 5, 6};
    assertThat(rows(NpyWriter.bytes(1, descr, fortran, new int[] {2, 3}, values)))
        .containsExactly("0 [1.0, 2.0, 3.0]", "1 [4.0, 5.0, 6.0]");
  }

  @Test
  void refusesWhatIsCutShort() {
    byte[] whole = NpyWriter.floats(2, 3, 1, 2, 3, 4, 5, 6);
    assertRefused(() -> rows(Arrays.copyOf(whole, whole.length - 1)), "is cut short");
    assertRefused(() -> new NpyRows(folder.resolve("nowhere.npy")).columns(), "cannot read");
  }
}
