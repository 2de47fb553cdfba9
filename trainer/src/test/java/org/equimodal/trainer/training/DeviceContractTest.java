package org.equimodal.trainer.training;

import ai.djl.Device;
import ai.djl.ndarray.types.DataType;

/**
 * What is asked of a GPU in {@link CudaTest}, asked of the CPU with doubles in the place of floats:
 * they round differently, as another device does. It shows that the questions are right.
 */
class DeviceContractTest implements KernelContract, TrainingContract {

  @Override
  public Device device() {
    return Device.cpu();
  }

  @Override
  public DataType type() {
    return DataType.FLOAT64;
  }

  @Override
  public String deviceName() {
    return "cpu";
  }

  @Override
  public long heldMiB() {
    return PeakMemory.residentMiB("VmRSS");
  }
}
