/**
 * The Amazon reviews of 2014, 2018 and 2023 as sources of a dataset: reviews, products, image
 * features, in the forms in which they are published.
 */
package org.equimodal.datasets.preparation.amazon;
