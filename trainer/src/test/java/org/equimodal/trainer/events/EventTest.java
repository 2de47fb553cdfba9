package org.equimodal.trainer.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Events and their framing, byte for byte. The expected bytes were laid out by hand after
 * event.proto and summary.proto; their checksums come from a table-driven CRC-32C in Python.
 */
class EventTest {

  private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

  private static void assertRecord(Event event, String... parts) {
    assertThat(HEX.formatHex(TfRecord.of(event.content()))).isEqualTo(String.join(" ", parts));
  }

  @Test
  void scalarsOfAStep() {
    assertRecord(
        Event.scalars(1.5, 300, Map.of("loss/a", 0.5f)),
        "1d 00 00 00 00 00 00 00", // length
        "60 2f df 23", // its checksum
        "09 00 00 00 00 00 00 f8 3f", // wall_time: 1.5
        "10 ac 02", // step: 300
        "2a 0f", // summary
        "0a 0d", // value
        "0a 06 6c 6f 73 73 2f 61", // tag: loss/a
        "15 00 00 00 3f", // simple_value: 0.5
        "f1 13 4f c0"); // checksum of the content
  }

  @Test
  void theVersion() {
    assertRecord(
        Event.version(1.5),
        "1a 00 00 00 00 00 00 00",
        "12 9b d8 2d",
        "09 00 00 00 00 00 00 f8 3f",
        "10 00",
        "1a 0d 62 72 61 69 6e 2e 45 76 65 6e 74 3a 32", // file_version: brain.Event:2
        "d3 dc 53 1e");
  }

  @Test
  void theStartOfASession() {
    assertRecord(
        Event.start(1.5, 3),
        "0f 00 00 00 00 00 00 00",
        "6d 53 2b 09",
        "09 00 00 00 00 00 00 f8 3f",
        "10 03",
        "3a 02 08 01", // session_log: {status: START}
        "ec 86 12 fc");
  }

  /** From a file that TensorFlow wrote, in the tests of TensorBoard's masked_crc.rs. */
  @Test
  void theChecksumIsTensorFlows() {
    byte[] content = "\u001a\u0011CRC test, one two".getBytes(StandardCharsets.US_ASCII);
    assertThat(TfRecord.checksum(content)).isEqualTo(0x5794d08a);
  }

  @Test
  void manyLongTagsAndLargeStepsSurvive() {
    Map<String, Float> scalars = new LinkedHashMap<>();
    for (int k = 0; k < 50; k++) {
      scalars.put("validation.only.modality-é".repeat(k % 7 + 1) + "/m" + k, k - 0.25f);
    }
    scalars.put("zero", 0f);
    for (long step : new long[] {0, 127, 128, 16_384, Long.MAX_VALUE}) {
      byte[] record = TfRecord.of(Event.scalars(1.7e9 + 0.5, step, scalars).content());
      assertThat(EventReader.read(record))
          .containsExactly(new EventReader.Read(1.7e9 + 0.5, step, null, false, scalars));
    }
  }
}
