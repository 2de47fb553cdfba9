/** The command line. */
package org.equimodal.trainer;
