package org.equimodal.trainer.benchmark;

/**
 * Which steps were measured, and the memory they took before anything was repeated alone.
 *
 * @param of a backbone's label
 * @param method of the steps
 * @param training triples in a step
 * @param generic triples in a step
 * @param perEpoch steps in an epoch
 * @param residentMiB the most that the process held during the first steps; 0 where the system does
 *     not tell, and since the start of the process where it does not forget
 * @param deviceMiB in use on the GPU after them; 0 on the CPU
 */
public record StepsMeasured(
    String of,
    MeasuredMethod method,
    int training,
    int generic,
    int perEpoch,
    long residentMiB,
    long deviceMiB) {}
