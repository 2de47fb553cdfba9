/**
 * Many runs for one question: which ones it takes, which are there already, and how the others are
 * trained, several at once.
 */
package org.equimodal.trainer.experiment;
