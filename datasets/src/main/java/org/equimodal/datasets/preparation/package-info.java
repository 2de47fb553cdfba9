/**
 * Makes a dataset's folder from raw interactions: reads them as a stream, filters them, splits
 * them, and writes what {@link org.equimodal.datasets.DatasetReader} reads, with a record of how it
 * came to be.
 */
package org.equimodal.datasets.preparation;
