/** Searches for settings, by validation alone: what is tried, in which order, and what has won. */
package org.equimodal.trainer.tuning;
