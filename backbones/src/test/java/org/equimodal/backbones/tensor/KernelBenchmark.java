package org.equimodal.backbones.tensor;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.equimodal.datasets.GenericTripleSampler;
import org.equimodal.datasets.Interactions;
import org.equimodal.datasets.Seeds;
import org.equimodal.datasets.Triples;
import org.equimodal.datasets.UserUniformSampler;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * The small kernels and the samplers one by one, at the size of Amazon Baby: 19,445 users, 7,050
 * items, 118,551 interactions, d = 64, on the CPU. They are no tests and run only when named;
 * {@code jmh} takes JMH's own options and a pattern of what to measure:
 *
 * <pre>{@code
 * mvn -q verify -pl datasets,backbones -Dsurefire.failIfNoSpecifiedTests=false \
 *     -Dtest=KernelBenchmark -Djmh="-wi 2 -i 3 edge"
 * }</pre>
 *
 * <p>What a whole step costs is the business of the command {@code benchmark}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 1,
    jvmArgs = {"-Xmx2g", "-Dai.djl.offline=true", "-DOPT_OUT_TRACKING=true"})
public class KernelBenchmark {

  private static final int USERS = 19_445;
  private static final int ITEMS = 7_050;
  private static final int INTERACTIONS = 118_551;
  private static final int D = 64;
  private static final int BATCH = 1024;
  private static final int GENERIC = 5000;
  private static final int TOP = 20;

  private NDManager manager;
  private Edges edges;
  private NDArray users;
  private NDArray items;
  private NDArray weights;
  private NDArray triples;
  private NDArray block;
  private NDArray seen;
  private NDList moving;
  private NDList gradients;
  private FusedAdam adam;
  private UserUniformSampler training;
  private GenericTripleSampler generic;
  private int batch;

  /** Runs those that {@code jmh} names, by default all. */
  @Test
  void run() throws RunnerException, CommandLineOptionException {
    String options = System.getProperty("jmh", "").strip();
    CommandLineOptions given =
        new CommandLineOptions(options.isEmpty() ? new String[0] : options.split("\\s+"));
    OptionsBuilder builder = new OptionsBuilder();
    builder.parent(given);
    if (given.getIncludes().isEmpty()) {
      builder.include(KernelBenchmark.class.getSimpleName());
    }
    new Runner(builder.build()).run();
  }

  /** Draws interactions and makes the arrays. */
  @Setup
  public void open() {
    RandomGenerator random = Seeds.generator(1, "kernel-benchmark");
    int[] user = new int[INTERACTIONS];
    int[] item = new int[INTERACTIONS];
    Arrays.setAll(user, k -> random.nextInt(USERS));
    Arrays.setAll(item, k -> random.nextInt(ITEMS));
    Interactions train = Interactions.of(USERS, ITEMS, user, item);
    training = new UserUniformSampler(train, BATCH, 1);
    generic = new GenericTripleSampler(train, GENERIC, true, 1);

    manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
    int[] offsets = new int[USERS + 1];
    Arrays.setAll(offsets, train::offset);
    int[] source = new int[train.size()];
    Arrays.setAll(source, train::item);
    edges = new Edges(new Constants(manager, DataType.FLOAT32), USERS, ITEMS, offsets, source);
    users = manager.randomNormal(new Shape(USERS, D));
    items = manager.randomNormal(new Shape(ITEMS, D));
    weights = manager.randomNormal(new Shape(train.size()));
    triples = ids(training.batch(0, 0));
    block = manager.randomNormal(new Shape(BATCH, D));
    seen = manager.create(new long[] {0, ITEMS, 2L * ITEMS});
    moving =
        new NDList(
            manager.randomNormal(new Shape(USERS, D)), manager.randomNormal(new Shape(ITEMS, D)));
    moving.forEach(parameter -> parameter.setRequiresGradient(true));
    gradients = new NDList(users.duplicate(), items.duplicate());
    adam = new FusedAdam(manager, moving, 1e-3);
  }

  private NDArray ids(Triples drawn) {
    long[] ids = new long[3 * drawn.size()];
    int at = 0;
    for (int[] column : new int[][] {drawn.users(), drawn.positives(), drawn.negatives()}) {
      for (int id : column) {
        ids[at++] = id;
      }
    }
    return manager.create(ids, new Shape(3, drawn.size())).duplicate();
  }

  /** Frees the arrays. */
  @TearDown
  public void close() {
    adam.close();
    manager.close();
  }

  /** {@link Edges#sum} into users. */
  @Benchmark
  public void edgeSum() {
    edges.sum(weights, items).close();
  }

  /** {@link Edges#dot}. */
  @Benchmark
  public void edgeDot() {
    edges.dot(users, items).close();
  }

  /** {@link Edges#softmax}. */
  @Benchmark
  public void edgeSoftmax() {
    edges.softmax(weights).close();
  }

  /** {@link UnitRows#of} users. */
  @Benchmark
  public void unitRows() {
    Kernels.unitRows(users).close();
  }

  /** {@link Kernels#margins} of a batch. */
  @Benchmark
  public void margins() {
    try (StepScope scope = StepScope.inference(manager, new NDList(users, items, triples))) {
      Kernels.margins(users, items, triples, BATCH);
    }
  }

  /** The same and their gradients. */
  @Benchmark
  public void marginsAndGradients() {
    try (StepScope scope = StepScope.training(manager, moving, new NDList(triples))) {
      NDArray margins = Kernels.margins(moving.get(0), moving.get(1), triples, BATCH).margins();
      Kernels.gradients(margins.sum(), moving);
    }
  }

  /** {@link FusedAdam#step} on rows of users and items. */
  @Benchmark
  public void adam() {
    try (StepScope scope = StepScope.inference(manager, moving, gradients)) {
      adam.step(gradients);
    }
  }

  /** {@link Kernels#rank} of a block of users. */
  @Benchmark
  public void rank() {
    try (StepScope scope = StepScope.inference(manager, new NDList(block, items, seen))) {
      Kernels.rank(block, items, seen, TOP, (int) items.getShape().get(0), 1);
    }
  }

  /** A batch of training triples. */
  @Benchmark
  public Triples drawTraining() {
    return training.batch(1, batch++ % training.batchesPerEpoch());
  }

  /** A batch of generic triples. */
  @Benchmark
  public Triples drawGeneric() {
    return generic.batch(1, batch++);
  }
}
