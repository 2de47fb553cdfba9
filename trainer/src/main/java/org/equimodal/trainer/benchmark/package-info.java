/**
 * What training, ranking and evaluating cost, held against what the machine could do at best: the
 * instrument of all work on speed.
 */
package org.equimodal.trainer.benchmark;
