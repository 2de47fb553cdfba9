package org.equimodal.trainer.doctor;

import ai.djl.engine.Engine;
import org.equimodal.backbones.tensor.Devices;

/**
 * Whether DJL can load its PyTorch engine, and whether that is of the version its JNI library is
 * made for.
 *
 * @param version of libtorch that the JNI library is made for
 */
public record EngineCheck(String version) implements Check {

  @Override
  public String name() {
    return "engine";
  }

  @Override
  public Outcome look() {
    Devices.choose("cpu"); // loads it, and knows what to say if that fails
    Engine engine = Engine.getInstance();
    String found = engine.getVersion();
    return found.startsWith(version)
        ? Outcome.ok(
            "%s %s, DJL %s".formatted(engine.getEngineName(), found, Engine.getDjlVersion()))
        : Outcome.failure(
            "%s %s, but the JNI library is made for %s; unset PYTORCH_VERSION and PYTORCH_LIBRARY_PATH"
                .formatted(engine.getEngineName(), found, version));
  }
}
