package org.equimodal.trainer.training;

import ai.djl.pytorch.jni.JniUtils;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a piece of work asks of libtorch, counted by libtorch's own profiler: figures that depend on
 * the code and on the sizes of its arrays, not on the machine. What Java reads from an array is
 * hardly seen: {@code getFloat()} of a scalar is a copy, and so a kernel, {@code toFloatArray()} is
 * no operator at all.
 *
 * @param kernels operators that compute or copy, the innermost where they call each other; a GPU
 *     launches about one kernel for each. Views, allocations and questions about an array are none
 * @param bytes what operators allocate, each less what is freed while it runs; from 1 KiB on, the
 *     profiler tells two decimals only
 * @param hostScalars numbers read by those kernels of {@code kernels.py} that are given numbers on
 *     the host: no device is waited for
 * @param hostReads other operators whose result the host must know: a GPU would be waited for
 */
record OperatorProfile(int kernels, long bytes, int hostScalars, int hostReads) {

  private static final Set<String> IDLE =
      operators(
          "_local_scalar_dense _unsafe_view alias as_strided chunk contiguous detach detach_ empty empty_like"
              + " empty_strided expand expand_as flatten is_floating_point item movedim narrow permute reshape resize_"
              + " resolve_conj resolve_neg result_type select slice split split_with_sizes squeeze t to transpose"
              + " unbind unsqueeze view view_as");

  private static final Set<String> READING =
      operators(
          "_local_scalar_dense _unique2 bincount equal masked_select nonzero repeat_interleave");

  private static final Set<String> GIVEN_NUMBERS =
      Set.of("adam", "lazy_adam", "missed_moves", "gradients", "margins", "node_margins", "rank");

  private static Set<String> operators(String names) {
    return Stream.of(names.split(" "))
        .map(name -> "aten::" + name)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Profiles one run of some work on this thread. */
  static OperatorProfile of(Runnable work) {
    try {
      Path trace = Files.createTempFile("operators", ".json");
      try {
        JniUtils.startProfile(false, false, true);
        try {
          work.run();
        } finally {
          JniUtils.stopProfile(trace.toString());
        }
        return of(new ObjectMapper().readTree(trace.toFile()));
      } finally {
        Files.delete(trace);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A call that has ended, and what happened in it. */
  private record Call(double start, long bytes, boolean works, int reads) {}

  /** Reads a trace: calls in the order in which they end, so after those that they contain. */
  static OperatorProfile of(JsonNode trace) {
    int kernels = 0;
    long bytes = 0;
    int scalars = 0;
    Deque<Call> ended = new ArrayDeque<>();
    for (JsonNode event : trace) {
      String name = event.get("name").textValue();
      double start = event.get("ts").doubleValue();
      long kept = bytes(event.get("cpu mem").textValue());
      long keptWithin = 0;
      boolean works = false;
      int reads = READING.contains(name) ? 1 : 0;
      while (!ended.isEmpty() && ended.peek().start() >= start) {
        Call inner = ended.pop();
        keptWithin += inner.bytes();
        works |= inner.works();
        reads += inner.reads();
      }
      if (GIVEN_NUMBERS.contains(name)) {
        scalars += reads;
        reads = 0;
      } else if (name.startsWith("aten::")) {
        bytes += Math.max(0, kept - keptWithin);
        if (!works && !IDLE.contains(name)) {
          kernels++;
          works = true;
        }
      }
      ended.push(new Call(start, kept, works, reads));
    }
    return new OperatorProfile(kernels, bytes, scalars, ended.stream().mapToInt(Call::reads).sum());
  }

  /** {@code -256.00 Kb} as a number. */
  private static long bytes(String text) {
    String[] parts = text.split(" ");
    long unit =
        switch (parts[1]) {
          case "b" -> 1;
          case "Kb" -> 1L << 10;
          case "Mb" -> 1L << 20;
          case "Gb" -> 1L << 30;
          default -> throw new IllegalArgumentException("no size: " + text);
        };
    return Math.round(Double.parseDouble(parts[0]) * unit);
  }
}
