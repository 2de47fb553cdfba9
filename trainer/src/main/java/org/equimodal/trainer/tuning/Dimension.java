package org.equimodal.trainer.tuning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.LongNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.random.RandomGenerator;

/** The values that one setting may take. */
sealed interface Dimension {

  /** One of them. */
  JsonNode draw(RandomGenerator random);

  /**
   * A list of values.
   *
   * @param values one or more
   */
  record Choices(List<JsonNode> values) implements Dimension {

    @Override
    public JsonNode draw(RandomGenerator random) {
      return values.get(random.nextInt(values.size()));
    }
  }

  /**
   * Whole numbers.
   *
   * @param min the least
   * @param max the greatest
   * @param log whether it is their logarithms that are drawn evenly
   */
  record WholeRange(long min, long max, boolean log) implements Dimension {

    @Override
    public JsonNode draw(RandomGenerator random) {
      return LongNode.valueOf(
          log ? Math.round(evenInLogarithm(random, min, max)) : random.nextLong(min, max + 1));
    }
  }

  /**
   * Numbers, drawn to four digits.
   *
   * @param min the least
   * @param max the greatest
   * @param log whether it is their logarithms that are drawn evenly
   */
  record Range(double min, double max, boolean log) implements Dimension {

    private static final MathContext FOUR_DIGITS = new MathContext(4);

    @Override
    public JsonNode draw(RandomGenerator random) {
      double value =
          log ? evenInLogarithm(random, min, max) : min + random.nextDouble() * (max - min);
      double rounded = new BigDecimal(value).round(FOUR_DIGITS).doubleValue();
      return DoubleNode.valueOf(Math.min(max, Math.max(min, rounded)));
    }
  }

  private static double evenInLogarithm(RandomGenerator random, double min, double max) {
    return Math.exp(Math.log(min) + random.nextDouble() * (Math.log(max) - Math.log(min)));
  }
}
