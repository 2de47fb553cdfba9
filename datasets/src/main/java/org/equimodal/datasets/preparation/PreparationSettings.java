package org.equimodal.datasets.preparation;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How raw interactions become a dataset. Filters apply in the order: ratings, duplicates, core.
 *
 * @param minimumRating only interactions rated at least this much count; absent: all
 * @param duplicates which of a user's interactions with one item stays
 * @param core fewest interactions per user and item; absent: {@link Core#FIVE}, but {@link
 *     Core#ALL} where the source's own split is kept
 * @param split the rule of the split; absent: the source's own, else {@link SplitRule#LATTICE}
 * @param shares of rules that need them
 * @param seed of rules that draw
 * @param overwrite whether a folder that is there is replaced
 * @param program name and version of the program, for the record
 */
public record PreparationSettings(
    OptionalDouble minimumRating,
    Duplicates duplicates,
    Optional<Core> core,
    Optional<SplitRule> split,
    Shares shares,
    long seed,
    boolean overwrite,
    String program) {}
