/** Event files, which TensorBoard reads. */
package org.equimodal.trainer.events;
