/** What is done with a trained model: lists of recommendations, exports, similar items. */
package org.equimodal.trainer.serving;
