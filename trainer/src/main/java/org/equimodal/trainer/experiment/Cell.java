package org.equimodal.trainer.experiment;

/**
 * One training of a comparison.
 *
 * @param dataset as it was asked for, a name or a folder
 * @param backbone its id
 * @param method its name, with the variant if it has one: {@code ckd:uniform}
 * @param seed of the run
 */
public record Cell(String dataset, String backbone, String method, long seed) {}
