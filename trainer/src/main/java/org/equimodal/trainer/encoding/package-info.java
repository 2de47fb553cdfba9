/**
 * Texts and images to features: the items' content goes through a TorchScript model in batches, and
 * what comes out is one {@code <modality>_feat.npy}, row i being item i, and how it was made.
 */
package org.equimodal.trainer.encoding;
