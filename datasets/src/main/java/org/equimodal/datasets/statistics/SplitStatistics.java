package org.equimodal.datasets.statistics;

import java.util.stream.IntStream;
import org.equimodal.datasets.Interactions;
import org.equimodal.datasets.Split;

/**
 * The interactions in numbers.
 *
 * @param train training interactions
 * @param validation validation interactions
 * @param test test interactions
 * @param density share of all pairs of a user and an item that are an interaction of any part
 * @param users the users' side
 * @param items the items' side
 */
public record SplitStatistics(
    int train,
    int validation,
    int test,
    double density,
    SideStatistics users,
    SideStatistics items) {

  /** Of a split with at least one user and one item. */
  public static SplitStatistics of(Split split) {
    Interactions train = split.train();
    Interactions validation = split.validation();
    Interactions test = split.test();
    double pairs = (double) split.users() * split.items();
    return new SplitStatistics(
        train.size(),
        validation.size(),
        test.size(),
        ((double) train.size() + validation.size() + test.size()) / pairs,
        SideStatistics.of(userDegrees(train), userDegrees(validation), userDegrees(test)),
        SideStatistics.of(train.itemDegrees(), validation.itemDegrees(), test.itemDegrees()));
  }

  private static int[] userDegrees(Interactions part) {
    return IntStream.range(0, part.users()).map(part::degree).toArray();
  }
}
