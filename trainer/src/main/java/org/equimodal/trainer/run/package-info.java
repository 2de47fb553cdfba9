/**
 * A run is a folder: what was asked, on what data, how it went and what came out, all of it in
 * files that others can read.
 */
package org.equimodal.trainer.run;
