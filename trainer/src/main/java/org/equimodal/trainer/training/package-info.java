/**
 * One loop that reads like the paper's algorithm; everything else listens to it, feeds it or stores
 * what it made.
 */
package org.equimodal.trainer.training;
