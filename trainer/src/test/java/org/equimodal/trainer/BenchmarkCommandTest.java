package org.equimodal.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.equimodal.backbones.Backbones;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The figures that the command prints; its refusals are in {@link CommandLineTest}. */
class BenchmarkCommandTest {

  private static final String GENERATED = "--users 60 --items 40 --degree 3";

  @TempDir Path data;

  /** Lines: the heading, the names of the columns, a row per backbone, the ranking. */
  private List<String> benchmark(String arguments) {
    List<String> all = new ArrayList<>(List.of("benchmark"));
    all.addAll(List.of("--widths", "8,4", "--steps", "2", "--device", "cpu"));
    all.addAll(List.of("--data-dir", data.toString()));
    all.addAll(List.of(arguments.split(" ")));
    Invocation invocation = Invocation.succeed(all.toArray(new String[0]));
    assertThat(invocation.err()).isEmpty();
    return invocation.out().lines().toList();
  }

  private static List<String> backbones(List<String> lines) {
    return lines.subList(2, lines.size() - 1).stream().map(row -> row.split(" +")[0]).toList();
  }

  @Test
  void hasARowForEveryBackbone() {
    List<String> lines = benchmark(GENERATED);
    assertThat(backbones(lines)).containsExactlyElementsOf(Backbones.ids());
    assertThat(lines.get(0)).startsWith("generated: 60 users, 40 items").contains("8, 4 wide");
    assertThat(lines.get(1).length()).as("aligned").isEqualTo(lines.get(2).length());
    assertThat(lines.get(lines.size() - 1))
        .matches("ranking, top 20, [\\d.]+ ms, bare matrix product [\\d.]+ ms, ratio [\\d.]+");
  }

  @Test
  void sharesAddUp() {
    List<String> lines = benchmark(GENERATED + " --set training.batchSize=32");
    for (String row : lines.subList(2, lines.size() - 1)) {
      String[] cells = row.split(" +");
      assertThat(cells).as(row).hasSize(9);
      assertThat(cells[1]).isEqualTo("32+5000");
      double[] figures = Arrays.stream(cells).skip(2).mapToDouble(Double::parseDouble).toArray();
      assertThat(figures[0]).as("plain step").isPositive();
      assertThat(figures[1]).as("CKD step").isPositive();
      assertThat(figures[3]).as("projections").isNotNegative();
      assertThat(figures[4]).as("graph").isNotNegative();
      assertThat(figures[3] + figures[4] + figures[5]).as(row).isCloseTo(100, within(0.2));
    }
  }

  @Test
  void measuresTheBackbonesNamed() {
    assertThat(backbones(benchmark(GENERATED + " --backbone vbpr,vbpr")))
        .containsExactly("vbpr", "vbpr");
  }

  @Test
  void takesTheInteractionsOfADatasetWithoutFeatures() {
    new ToyFolder(data, "toy").without("visual_feat.npy").without("textual_feat.npy");
    List<String> lines = benchmark("--dataset toy --backbone vbpr");
    assertThat(lines.get(0)).startsWith("toy: 30 users, 20 items, 150 training").contains("8, 4");
    assertThat(lines.get(2)).contains(" 32+40 ");
  }

  @Test
  void takesTheInteractionsOfTheBuiltIn() {
    assertThat(benchmark("--dataset sample --backbone vbpr").get(0))
        .startsWith("sample: 300 users, 200 items");
  }
}
