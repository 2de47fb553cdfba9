/**
 * Losses and methods that balance modalities: BPR, counterfactual knowledge distillation with its
 * weights and teachers, the baselines gradient blending and on-the-fly gradient modulation, and the
 * training step that all of them share.
 */
package org.equimodal.distillation;
