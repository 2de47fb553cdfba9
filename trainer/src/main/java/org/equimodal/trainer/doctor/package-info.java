/** Whether this installation can work, and what to do where it cannot; a class per check. */
package org.equimodal.trainer.doctor;
