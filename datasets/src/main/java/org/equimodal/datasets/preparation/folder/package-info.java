/** Folders in the layouts of MMRec and of LATTICE as sources of a dataset. */
package org.equimodal.datasets.preparation.folder;
