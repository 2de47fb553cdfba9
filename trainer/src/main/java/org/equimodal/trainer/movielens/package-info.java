/** MovieLens-100K as the source of a dataset, read by DJL. */
package org.equimodal.trainer.movielens;
