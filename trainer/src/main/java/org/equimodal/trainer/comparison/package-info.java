/** Whether runs differ: paired tests over the users they were tested on. */
package org.equimodal.trainer.comparison;
