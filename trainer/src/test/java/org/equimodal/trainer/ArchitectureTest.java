package org.equimodal.trainer;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.SymbolBlock;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/** The arrows between modules, and where native things may be touched. */
@AnalyzeClasses(packages = "org.equimodal", importOptions = ArchitectureTest.MainCode.class)
class ArchitectureTest {

  private static final String DATASETS = "org.equimodal.datasets..";
  private static final String EVALUATION = "org.equimodal.evaluation..";
  private static final String BACKBONES = "org.equimodal.backbones..";
  private static final String TENSOR = "org.equimodal.backbones.tensor..";
  private static final String DISTILLATION = "org.equimodal.distillation..";
  private static final String TRAINER = "org.equimodal.trainer..";

  private static final Set<String> ARITHMETIC =
      Set.of(
          "add", "sub", "mul", "div", "mod", "pow", "maximum", "clip", "gt", "gte", "lt", "lte",
          "eq", "neq", "minimum");

  /**
   * Methods that read an array on the host, or copy it there or back, and thus wait for the device.
   */
  private static final Set<String> WAITING =
      Set.of(
          "allClose",
          "contentEquals",
          "encode",
          "equals",
          "getBoolean",
          "getByte",
          "getDouble",
          "getFloat",
          "getInt",
          "getLong",
          "getUint8",
          "toArray",
          "toBooleanArray",
          "toByteArray",
          "toByteBuffer",
          "toDebugString",
          "toDevice",
          "toDoubleArray",
          "toFloatArray",
          "toIntArray",
          "toLongArray",
          "toStringArray",
          "toUint8Array");

  /** Who may wait for the device, and why no step does. */
  private static final Map<String, String> MAY_WAIT =
      Map.of(
          "TrainingStep.takeMeans", "once per epoch",
          "TrainingStep.finiteSteps", "once per epoch",
          "TrainingStep.lastFinite", "once, when a training has diverged",
          "TopKRanking.rankBlock", "evaluation",
          "NearestRows.fill", "before training",
          "HeadLosses.bpr", "before an epoch whose blending weights are estimated",
          "Kernels.needsGradient", "the answer is made on the host",
          "DeviceClock.nanoseconds", "only the benchmark, which watches");

  /** Leaves out the tests of all modules, also where they are packed into jars. */
  static final class MainCode implements ImportOption {

    private final ImportOption noTests = new DoNotIncludeTests();

    @Override
    public boolean includes(Location location) {
      return noTests.includes(location) && !location.contains("-tests.jar");
    }
  }

  private static ArchRule arrows(String module, String... others) {
    String[] allowed = new String[others.length + 1];
    allowed[0] = module;
    System.arraycopy(others, 0, allowed, 1, others.length);
    return classes()
        .that()
        .resideInAPackage(module)
        .should()
        .onlyDependOnClassesThat(
            not(resideInAPackage("org.equimodal..")).or(resideInAnyPackage(allowed)));
  }

  @ArchTest static final ArchRule datasetsKnowNobody = arrows(DATASETS);

  @ArchTest static final ArchRule evaluationKnowsDatasets = arrows(EVALUATION, DATASETS);

  @ArchTest static final ArchRule backbonesKnowDatasets = arrows(BACKBONES, DATASETS);

  @ArchTest
  static final ArchRule distillationKnowsBackbones = arrows(DISTILLATION, BACKBONES, DATASETS);

  @ArchTest
  static final ArchRule trainerKnowsAll =
      arrows(TRAINER, DATASETS, EVALUATION, BACKBONES, DISTILLATION);

  @ArchTest
  static final ArchRule djlStaysOutOfDatasetsAndEvaluation =
      noClasses()
          .that()
          .resideOutsideOfPackages(BACKBONES, DISTILLATION, TRAINER)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("ai.djl..")
          .because("readers, samplers and metrics are pure Java");

  @ArchTest
  static final ArchRule nobodyNamesTheEngine =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAPackage("ai.djl.pytorch..")
          .because("the engine is found by DJL; what DJL lacks goes through tensor.Kernels");

  @ArchTest
  static final ArchRule onlyTensorKnowsModelsAndEngines =
      noClasses()
          .that()
          .resideInAPackage(BACKBONES)
          .and()
          .resideOutsideOfPackage(TENSOR)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("ai.djl.engine..", "ai.djl.ndarray.internal..")
                  .or(
                      describe(
                          "are Model, SymbolBlock or TorchScriptArchive",
                          type ->
                              type.isEquivalentTo(Model.class)
                                  || type.isEquivalentTo(SymbolBlock.class)
                                  || type.getSimpleName().equals("TorchScriptArchive"))))
          .because("tensor is the only package of backbones that knows kernels and native handles");

  @ArchTest
  static final ArchRule onlyOwnersKnowManagers =
      noClasses()
          .that()
          .resideInAPackage(BACKBONES)
          .and()
          .resideOutsideOfPackage(TENSOR)
          .and()
          .haveNameNotMatching(".*\\.(Catalogue|Initializers|Backbone)(\\$.*)?")
          .should()
          .dependOnClassesThat()
          .areAssignableTo(NDManager.class)
          .because("every array has an owner, and a backbone's formulas need not know it");

  @ArchTest
  static final ArchRule numbersEnterArithmeticThroughScalars =
      noClasses()
          .that()
          .resideInAnyPackage(BACKBONES, DISTILLATION, TRAINER)
          .should()
          .callCodeUnitWhere(describe("DJL's arithmetic with a Number", ArchitectureTest::isUnsafe))
          .because(
              "NDArray.mul(Number) and its like wrap the number in an array over a Java buffer and free it at"
                  + " once; if autograd has saved it for the backward pass, that reads freed memory later."
                  + " tensor.Scalars makes constants that live as long as their scope");

  private static boolean isUnsafe(JavaCall<?> call) {
    CodeUnitCallTarget target = call.getTarget();
    String name = target.getName();
    boolean arithmetic =
        ARITHMETIC.contains(name)
            || (name.endsWith("i") && ARITHMETIC.contains(name.substring(0, name.length() - 1)));
    return arithmetic
        && (target.getOwner().isAssignableTo(NDArray.class)
            || target.getOwner().isEquivalentTo(NDArrays.class))
        && target.getRawParameterTypes().stream()
            .anyMatch(type -> type.isAssignableTo(Number.class));
  }

  @ArchTest
  static void stepsDoNotWaitForTheDevice(JavaClasses classes) {
    Set<String> waiting =
        classes.that(resideInAnyPackage(BACKBONES, DISTILLATION)).stream()
            .flatMap(type -> type.getAccessesFromSelf().stream())
            .filter(ArchitectureTest::waits)
            .map(ArchitectureTest::origin)
            .collect(Collectors.toSet());
    assertThat(waiting)
        .as("who waits for the device: a step that does leaves it without work meanwhile")
        .containsExactlyInAnyOrderElementsOf(MAY_WAIT.keySet());
  }

  private static boolean waits(JavaAccess<?> access) {
    return access.getTargetOwner().isAssignableTo(NDArray.class)
        && WAITING.contains(access.getName());
  }

  private static String origin(JavaAccess<?> access) {
    String type = access.getOriginOwner().getName();
    return type.substring(type.lastIndexOf('.') + 1) + "." + access.getOrigin().getName();
  }

  @ArchTest
  static final ArchRule nobodyPrintsPastTheCommandLine =
      noClasses()
          .that()
          .doNotHaveSimpleName("StandardOutput")
          .should(ACCESS_STANDARD_STREAMS)
          .because("tables go through picocli's writer and everything else through the log");

  @ArchTest
  static final ArchRule randomnessIsSeededByName =
      noClasses()
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(Random.class, ThreadLocalRandom.class)
          .because("runs are repeatable: generators come from datasets.Seeds");

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("org.equimodal.(**)").should().beFreeOfCycles();
}
