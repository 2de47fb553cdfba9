/** What a dataset is like, and everything that is wrong with it. */
package org.equimodal.datasets.statistics;
