package org.equimodal.trainer.benchmark;

import ai.djl.Device;
import org.equimodal.datasets.Dataset;

/**
 * What all measurements share.
 *
 * @param dataset what is measured on
 * @param device where
 * @param rounds how many are counted
 */
record Workbench(Dataset dataset, Device device, int rounds) {}
