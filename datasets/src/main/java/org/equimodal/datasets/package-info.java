/**
 * What was interacted with and what items look like: interactions, item features, their readers,
 * and the samplers of training triples. Pure Java; no engine and no native code.
 *
 * <p>A {@link org.equimodal.datasets.Dataset} is a {@link org.equimodal.datasets.Split} of
 * interactions and one {@link org.equimodal.datasets.ItemFeatures} per modality. Users and items
 * are dense ids from 0. {@link org.equimodal.datasets.DatasetReader} reads it from a folder, {@link
 * org.equimodal.datasets.SampleDataset} generates a small one. Bad input is an {@link
 * org.equimodal.datasets.InputException} of one line; a wrong argument of the caller is an {@link
 * java.lang.IllegalArgumentException} or {@link java.lang.IndexOutOfBoundsException}.
 */
package org.equimodal.datasets;
