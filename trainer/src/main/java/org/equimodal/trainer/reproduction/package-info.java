/** The paper's tables and its first figure, from runs of one's own, beside the paper's numbers. */
package org.equimodal.trainer.reproduction;
