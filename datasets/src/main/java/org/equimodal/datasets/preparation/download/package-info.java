/** Files of public datasets: where they are published, and how they come from there. */
package org.equimodal.datasets.preparation.download;
