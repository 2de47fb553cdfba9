/** How the look at a dataset reads on a terminal. */
package org.equimodal.trainer.validation;
