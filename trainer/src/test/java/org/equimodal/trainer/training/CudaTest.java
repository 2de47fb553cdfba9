package org.equimodal.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.util.cuda.CudaUtils;
import org.equimodal.backbones.tensor.MemoryBudget;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Everything on the first GPU, if there is one. */
@Tag("gpu")
@ExtendWith(NeedsGpu.class)
class CudaTest implements KernelContract, TrainingContract {

  @Override
  public Device device() {
    return Device.gpu(0);
  }

  @Override
  public DataType type() {
    return DataType.FLOAT32;
  }

  @Override
  public String deviceName() {
    return "cuda";
  }

  @Override
  public long heldMiB() {
    JniUtils.emptyCudaCache();
    return CudaUtils.getGpuMemory(device()).getCommitted() >> 20;
  }

  @Test
  void budgetsWhatIsFree() {
    assertThat(MemoryBudget.of(device())).isBetween(64L << 20, 4L << 30);
  }
}
