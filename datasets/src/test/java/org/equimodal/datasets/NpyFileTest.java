package org.equimodal.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.equimodal.datasets.InputFaults.assertRefused;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpyFileTest {
  @TempDir private Path folder;

  private static NpyArray read(byte[] bytes) {
    return NpyFile.read(new ByteArrayInputStream(bytes), "stream");
  }

  @ParameterizedTest
  @ValueSource(strings = {"<f2", ">f2", "<f4", ">f4", "<f8", ">f8"})
  void readsFloatingPointOfEveryShape(String descr) {
    double[] values = {1.5, -2, 0.25, 0, 1024, -0.125};
    for (int version = 1; version <= 3; version++) {
      NpyArray matrix = read(NpyWriter.bytes(version, descr, true, new int[] {2, 3}, values));
      assertThat(matrix.doubles()).containsExactly(values);
      assertThat(matrix.shape()).containsExactly(2, 3);
      assertThat(read(NpyWriter.bytes(version, descr, false, new int[] {6}, values)).doubles())
          .containsExactly(values);
      NpyArray single = read(NpyWriter.bytes(version, descr, false, new int[0], new double[] {-2}));
      assertThat(single.floats()).containsExactly(-2);
      assertThat(single.shape()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"<i4", ">i4", "<i8", ">i8"})
  void readsIntegers(String descr) {
    Path file = folder.resolve("integers.npy");
    NpyWriter.write(
        file, NpyWriter.bytes(1, descr, false, new int[] {2, 1}, new double[] {-7, 1 << 30}));
    NpyArray array = NpyFile.read(file);
    assertThat(array.longs()).containsExactly(-7, 1 << 30);
    assertThat(array.isInteger()).isTrue();
    assertThat(array.size()).isEqualTo(2);
    assertThatThrownBy(array::floats).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void readsEveryHalfPrecisionNumber() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      int exponent = bits >> 10 & 31;
      int fraction = bits & 1023;
      double magnitude =
          exponent == 0
              ? Math.scalb((double) fraction, -24)
              : Math.scalb(1 + fraction / 1024.0, exponent - 15);
      if (exponent == 31) {
        magnitude = fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
      }
      assertThat((double) NpyValues.half((short) bits))
          .isEqualTo(Double.valueOf(bits >> 15 == 0 ? magnitude : -magnitude));
    }
  }

  @Test
  void readsHeadersInOtherHands() {
    byte[] body = {0, 0, (byte) 0x80, 0x3F};
    for (String dictionary :
        new String[] {
          "{\"shape\":(1L,1L),\"fortran_order\":False,\"descr\":\"<f4\"}",
          "  { 'fortran_order' : True , 'descr' : '<f4' , 'shape' : ( 1 , 1 , ) , }  "
        }) {
      assertThat(read(NpyWriter.concatenate(NpyWriter.header(2, dictionary), body)).floats())
          .containsExactly(1);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 1), 'x': 1} | only the keys descr",
        "{'descr': '<f4', 'fortran_order': False} | expected the keys descr, fortran_order and shape",
        "{'descr': '<f4', 'fortran_order': 0, 'shape': (1, 1)} | expected True or False",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1, -1)} | expected a dimension",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 1)} 3 | nothing after the dictionary",
        "{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (1, 1)} | descr only once",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 1 | expected ')'",
        "{'descr: 1} | a closing quotation mark",
        "['descr'] | expected '{'",
      })
  void refusesDamagedHeaders(String dictionary, String part) {
    byte[] bytes = NpyWriter.concatenate(NpyWriter.header(1, dictionary), new byte[4]);
    assertRefused(() -> read(bytes), "stream has a damaged header", part, "numpy.save");
  }

  @Test
  void refusesWhatIsNoArray() {
    byte[] good = NpyWriter.floats(1, 1, 1);
    assertRefused(
        () -> read("version https://".getBytes(StandardCharsets.US_ASCII)),
        "stream is not a .npy file");
    assertRefused(() -> read(new byte[0]), "stream is not a .npy file");
    byte[] version = good.clone();
    version[6] = 4;
    assertRefused(() -> read(version), "version 4.0", "1.0, 2.0 and 3.0");
    assertRefused(() -> read(Arrays.copyOf(good, 40)), "stream is cut short", "40 bytes");
    byte[] length = NpyWriter.header(2, "{}");
    length[11] = 0x7F;
    assertRefused(() -> read(length), "damaged header: it claims");
    assertRefused(() -> NpyFile.read(folder.resolve("absent.npy")), "cannot read", "absent.npy");
  }

  @Test
  void refusesOtherTypesAndSizes() {
    for (String descr :
        new String[] {"'|O'", "'<c8'", "'<U5'", "'|b1'", "[('a', '<f4'), ('b', '<f4', (2,))]"}) {
      byte[] header =
          NpyWriter.header(
              1, "{'descr': " + descr + ", 'fortran_order': False, 'shape': (1, 1), }");
      assertRefused(
          () -> read(header),
          descr.equals("'|O'")
              ? "pickled Python objects"
              : "dtype " + descr.replace("'|", "|").replaceAll("^'|'$", ""));
    }
    byte[] good = NpyWriter.floats(1, 2, 1, 2);
    assertRefused(() -> read(NpyWriter.concatenate(good, new byte[1])), "has bytes after its end");
    Path file = NpyWriter.write(folder.resolve("short.npy"), Arrays.copyOf(good, good.length - 1));
    assertRefused(
        () -> NpyFile.read(file),
        "short.npy is cut short",
        "needs 8 bytes after the header, the file has 7");
    byte[] huge =
        NpyWriter.header(
            1, "{'descr': '<f8', 'fortran_order': False, 'shape': (999999999999, 999999999999), }");
    assertRefused(() -> read(huge), "more than a file can hold");
    byte[] large =
        NpyWriter.header(1, "{'descr': '<f8', 'fortran_order': False, 'shape': (999999999999,), }");
    assertRefused(() -> read(large), "too large for one array");
  }
}
