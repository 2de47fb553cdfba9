package org.equimodal.backbones;

import java.util.List;
import java.util.stream.Collectors;
import org.equimodal.datasets.Modality;

/**
 * A counterfactual world: the set of modalities that a model is shown. The others are masked, their
 * inputs replaced by means. Views are equal when they keep the same modalities; with two modalities
 * {@code without(a)} is {@code only(b)}.
 *
 * @param kept the modalities kept, in the dataset's order
 */
public record View(List<Modality> kept) {

  /** Copies the list and puts it in the dataset's order. */
  public View {
    kept = kept.stream().sorted((a, b) -> Integer.compare(a.index(), b.index())).toList();
  }

  /** Every modality as it is. */
  public static View full(List<Modality> modalities) {
    return new View(modalities);
  }

  /** Only one modality as it is: the teacher of m, the student's channel of m. */
  public static View only(Modality modality) {
    return new View(List.of(modality));
  }

  /** All modalities but one: the counterfactual of m. */
  public static View without(Modality modality, List<Modality> modalities) {
    return new View(modalities.stream().filter(m -> !m.equals(modality)).toList());
  }

  /** Whether a modality is shown as it is. */
  public boolean keeps(Modality modality) {
    return kept.contains(modality);
  }

  /** The kept modalities joined by {@code +}, or {@code none}. */
  @Override
  public String toString() {
    return kept.isEmpty()
        ? "none"
        : kept.stream().map(Modality::name).collect(Collectors.joining("+"));
  }
}
