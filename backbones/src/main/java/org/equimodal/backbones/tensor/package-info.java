/**
 * Everything that knows kernels, native handles and managers: the scope of a step, operations that
 * DJL lacks, the optimiser, and ranking on the device.
 */
package org.equimodal.backbones.tensor;
