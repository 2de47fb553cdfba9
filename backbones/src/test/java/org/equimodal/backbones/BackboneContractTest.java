package org.equimodal.backbones;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

/**
 * Runs the contracts on every registered backbone with one, two and three modalities: registering a
 * backbone is all it takes.
 */
@Timeout(120)
class BackboneContractTest {

  @TestFactory
  Stream<DynamicNode> everyBackbone() {
    return Backbones.ids().stream()
        .flatMap(id -> IntStream.rangeClosed(1, 3).mapToObj(m -> contracts(id, m)));
  }

  private static DynamicNode contracts(String id, int modalities) {
    Map<String, Executable> checks = new LinkedHashMap<>();
    checks.putAll(new BackboneContract(id, modalities).checks());
    checks.putAll(new MaskingContract(id, modalities).checks());
    checks.putAll(new TrainingContract(id, modalities).checks());
    return DynamicContainer.dynamicContainer(
        "%s with %d modalities".formatted(id, modalities),
        checks.entrySet().stream()
            .map(check -> DynamicTest.dynamicTest(check.getKey(), check.getValue())));
  }
}
