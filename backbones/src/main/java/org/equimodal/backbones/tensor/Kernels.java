package org.equimodal.backbones.tensor;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.equimodal.datasets.InputException;

/**
 * The only door to operations that DJL lacks. They are TorchScript source text in {@code
 * kernels/kernels.py}, packed into the archive form that libtorch loads and called with gradients
 * flowing through them.
 *
 * <p>Results belong to the manager of a call's first argument, as everywhere in DJL: call inside a
 * {@link StepScope} that has adopted it. The kernels hold no state and run on whatever device their
 * arguments are on.
 */
public final class Kernels {

  private static final AtomicLong CALLS = new AtomicLong();

  private Kernels() {}

  /** Margins of triples and what their rows weigh, from {@link Kernels#margins}. */
  public record MarginsAndSquares(NDArray margins, NDArray squares) {}

  /** Top-k lists of a block of users, from {@link Kernels#rank}. */
  record RankedBlock(NDArray scores, NDArray items) {}

  /**
   * Margins {@code <U_u, I_i - I_j>} of triples, and the squared norms of the rows of the first
   * ones.
   *
   * @param users float, [n_u, d], or [1, d] where all users share one row
   * @param items float, [n_i, d], or [1, d] where all items share one row
   * @param triples int64, [3, n]: users, positive items, negative items
   * @param batch how many of the triples enter the squares; 0 if nobody asks for them
   * @return margins [n], and the scalar sum of {@code |U_u|^2 + |I_i|^2 + |I_j|^2} over the first
   *     {@code batch} triples
   */
  public static MarginsAndSquares margins(
      NDArray users, NDArray items, NDArray triples, int batch) {
    StepWork.noteMargins(users, items, triples);
    NDList out = new Call("margins").with(users, items, triples, hostScalar(users, batch)).run();
    return new MarginsAndSquares(out.get(0), out.get(1));
  }

  /**
   * Margins {@code <U_u, I_i - I_j>} of matrices that no gradient is asked of.
   *
   * @param users float, [n_u, d]
   * @param items float, [n_i, d]
   * @param triples int64, [3, n]: users, positive items, negative items
   * @return [n]
   */
  public static NDArray constantMargins(NDArray users, NDArray items, NDArray triples) {
    StepWork.noteMargins(users, items, triples);
    return new Call("constant_margins").with(users, items, triples).run().singletonOrThrow();
  }

  /**
   * {@link #margins} where one matrix holds users and items: one gather, and one gradient of the
   * matrix's size.
   *
   * @param nodes user rows, then item rows, float [N, d]
   * @param users n_u
   */
  public static MarginsAndSquares nodeMargins(
      NDArray nodes, int users, NDArray triples, int batch) {
    StepWork.noteNodeMargins(nodes, users, triples);
    NDList out =
        new Call("node_margins")
            .with(nodes, triples, hostScalar(nodes, users), hostScalar(nodes, batch))
            .run();
    return new MarginsAndSquares(out.get(0), out.get(1));
  }

  /**
   * Gradients of a scalar, through libtorch's graph and the operations on the running {@link
   * GradientTape}. Parameters that the loss does not depend on get zeros.
   *
   * @param loss float scalar with a graph, which is freed
   * @param parameters the arrays to differentiate with respect to
   * @return one dense gradient per parameter, in order, owned by the manager of the first parameter
   */
  public static NDList gradients(NDArray loss, NDList parameters) {
    NDManager host = loss.getManager().newSubManager(Device.cpu());
    GradientTape.Program tape = GradientTape.program(loss, parameters, host);
    return new Call("gradients").withList("values", tape.values()).with(tape.program()).run();
  }

  /** Whether an array has a graph or is a parameter; DJL's hasGradient() knows of leaves only. */
  static boolean needsGradient(NDArray array) {
    try (NDArray answer = new Call("needs_gradient").with(array).run().singletonOrThrow()) {
      return answer.getBoolean();
    }
  }

  /** See {@link Edges#sum}. */
  static NDArray edgeSum(NDArray sources, NDArray weights, NDArray source, NDArray offsets) {
    return new Call("edge_sum").with(sources, weights, source, offsets).run().singletonOrThrow();
  }

  /** See {@link Edges#dot}. */
  static NDArray edgeDot(
      NDArray targets, NDArray sources, NDArray source, NDArray offsets, NDArray target) {
    return new Call("edge_dot")
        .with(targets, sources, source, offsets, target)
        .run()
        .singletonOrThrow();
  }

  /** See {@link Edges#ofSource}. */
  static NDArray edgeGather(NDArray values, NDArray source) {
    return new Call("edge_gather").with(values, source).run().singletonOrThrow();
  }

  /** See {@link Edges#softmax}. */
  static NDArray edgeSoftmax(NDArray logits, NDArray offsets, NDArray target) {
    return new Call("edge_softmax").with(logits, offsets, target).run().singletonOrThrow();
  }

  /** See {@link Edges#total}. */
  static NDArray edgeTotal(NDArray values, NDArray offsets) {
    return new Call("edge_total").with(values, offsets).run().singletonOrThrow();
  }

  /**
   * Some rows of a matrix; gradients flow if it has two dimensions.
   *
   * @param matrix [n, d] or [n]
   * @param ids int64 [k]
   * @return [k, d] or [k]
   */
  static NDArray rows(NDArray matrix, NDArray ids) {
    return new Call("rows").with(matrix, ids).run().singletonOrThrow();
  }

  /** See {@link UnitRows#of}: the rows and their norms, [n, d] and [n, 1], without a graph. */
  static NDList unitRows(NDArray rows) {
    return new Call("unit_rows").with(rows).run();
  }

  /** See {@link Products#add}. */
  static NDArray addProduct(NDArray sum, NDArray one, NDArray two) {
    return new Call("add_product").with(sum, one, two).run().singletonOrThrow();
  }

  /**
   * {@code log sum_j exp(x_ij)} of each row, for any size of x.
   *
   * @param rows float [n, m]
   * @return [n]
   */
  public static NDArray logSumExp(NDArray rows) {
    return new Call("log_sum_exp").with(rows).run().singletonOrThrow();
  }

  /**
   * {@code x W^T + beta}, the product with factors and result rounded to bfloat16, a type that DJL
   * does not know and that stays inside.
   *
   * @param rows x, float [n, inputs]
   * @param weight W, [outputs, inputs]
   * @param bias beta, [outputs]
   * @return [n, outputs], of the type of the rows
   */
  public static NDArray linearBfloat16(NDArray rows, NDArray weight, NDArray bias) {
    return new Call("linear_bfloat16").with(rows, weight, bias).run().singletonOrThrow();
  }

  /**
   * Brings an array from the host to a GPU without waiting for what the GPU still has to do: by way
   * of pinned memory, which libtorch keeps until the copy is done. The array may be overwritten as
   * soon as this returns.
   *
   * @param host any array in the host's memory
   * @param gpu where it is to go
   */
  static NDArray upload(NDArray host, Device gpu) {
    NDArray index = hostScalar(host, gpu.getDeviceId());
    return new Call("upload").with(host, index).run().singletonOrThrow();
  }

  /**
   * One step of Adam (Kingma and Ba, ICLR 2015) on all parameters in place, by libtorch's fused
   * kernel.
   *
   * @param parameters updated in place
   * @param gradients of the same shapes
   * @param moments first moments followed by second moments, updated in place
   * @param step float scalar on the parameters' device, counts up by one
   * @param settings float64 [4] on the CPU: learning rate, beta1, beta2, epsilon
   */
  static void adam(
      NDList parameters, NDList gradients, NDList moments, NDArray step, NDArray settings) {
    int n = parameters.size();
    new Call("adam")
        .withList("parameters", parameters)
        .withList("gradients", gradients)
        .withList("first", moments.subNDList(0, n))
        .withList("second", moments.subNDList(n, 2 * n))
        .with(step, settings)
        .run();
  }

  /**
   * Rows of a table as {@link LazyAdam} has them, the steps made up for that they have missed; no
   * gradient flows through this.
   *
   * @param table [n, d]
   * @param ids which rows, int64 [k]
   * @param lazy moments and last steps of the table
   * @param step float scalar on the table's device, the number of steps taken
   * @param settings as {@link #adam}'s
   * @return [k, d]
   */
  static NDArray lazyRows(
      NDArray table, NDArray ids, LazyAdam.TableState lazy, NDArray step, NDArray settings) {
    return new Call("lazy_rows")
        .with(table, ids, lazy.first(), lazy.second(), lazy.last(), step, settings)
        .run()
        .singletonOrThrow();
  }

  /**
   * One step of {@link LazyAdam} on some rows of tables, in place.
   *
   * @param touched the rows, from {@link #lazyRows}, of one table each
   * @param gradients of those rows, [k, d] each
   * @param lazy moments and last steps of the tables, updated in place
   * @param step float scalar on the tables' device, the number of this step
   * @param settings as {@link #adam}'s
   */
  static void lazyAdam(
      List<Rows.Gathered> touched,
      NDList gradients,
      List<LazyAdam.TableState> lazy,
      NDArray step,
      NDArray settings) {
    lazily("lazy_adam", list(touched, Rows.Gathered::table), lazy)
        .withList("ids", list(touched, Rows.Gathered::ids))
        .withList("values", list(touched, Rows.Gathered::rows))
        .withList("gradients", gradients)
        .with(step, settings)
        .run();
  }

  /**
   * Makes up for all steps that rows of tables have missed, in place.
   *
   * @param tables [n, d] or [n] each
   * @param lazy their moments and last steps, updated in place
   * @param step float scalar on the tables' device, the number of steps taken
   * @param settings as {@link #adam}'s
   */
  static void lazySettle(
      NDList tables, List<LazyAdam.TableState> lazy, NDArray step, NDArray settings) {
    lazily("lazy_settle", tables, lazy).with(step, settings).run();
  }

  private static Call lazily(String kernel, NDList tables, List<LazyAdam.TableState> lazy) {
    return new Call(kernel)
        .withList("tables", tables)
        .withList("first", list(lazy, LazyAdam.TableState::first))
        .withList("second", list(lazy, LazyAdam.TableState::second))
        .withList("last", list(lazy, LazyAdam.TableState::last));
  }

  private static <T> NDList list(List<T> of, Function<T, NDArray> array) {
    return new NDList(of.stream().map(array).toList());
  }

  /**
   * Takes back a part of what a step of an optimiser has moved: {@code p = before + share (p -
   * before)}.
   *
   * @param before copies of the parameters from before the step
   * @param parameters overwritten in place
   * @param share float scalar on their device; 1 leaves them to the last bit as they are
   */
  public static void shorten(NDList before, NDList parameters, NDArray share) {
    new Call("shorten")
        .with(share)
        .withList("before", before)
        .withList("parameters", parameters)
        .run();
  }

  /** See {@link Noise#like}; 1e-8 is added to the deviation. */
  static NDArray noise(NDArray gradient) {
    return new Call("noise").with(gradient).run().singletonOrThrow();
  }

  /**
   * Adds a step's parts of the loss to their sums, and remembers them if the loss, which comes
   * first, is a finite number.
   *
   * @param parts float [p], without a graph
   * @param sums float [p], added to in place
   * @param last float [p], overwritten in place
   * @param finite float scalar, counts the steps with a finite loss
   */
  public static void accumulate(NDArray parts, NDArray sums, NDArray last, NDArray finite) {
    new Call("accumulate").with(parts, sums, last, finite).run();
  }

  /**
   * Copies values on the device, array by array, bypassing gradients.
   *
   * @param from any arrays
   * @param to arrays of the same shapes, overwritten; their devices and types may differ
   */
  public static void copy(NDList from, NDList to) {
    try (NDManager results = from.head().getManager().newSubManager(Device.cpu());
        NDArray marker = results.create(0f)) { // on the host: what is made on a GPU waits for it
      new Call("copy").with(marker).withList("origin", from).withList("target", to).run();
    }
  }

  /**
   * The k best items of each user of a block; equal scores are ordered by the lower item id, at the
   * cut as well.
   *
   * @param users float [b, D]
   * @param items float [w, D], of which those from n on are padding
   * @param seen int64 [s]: positions {@code row * w + item} that must not be ranked
   * @param k length of a list, at least 1
   * @param n number of items
   * @param members w / members groups of items are compared by their best ones first; a divisor of
   *     w with more than k groups, or 1 to compare all items
   * @return scores and item ids, each [b, min(k, n)], best first; items that must not be ranked
   *     score -infinity
   */
  static RankedBlock rank(NDArray users, NDArray items, NDArray seen, int k, int n, int members) {
    NDList out = new Call("rank").with(users, items, seen, onHost(users, k, n, members)).run();
    return new RankedBlock(out.get(0), out.get(1));
  }

  /** A number that the kernel reads on the host, without waiting for the device. */
  private static NDArray hostScalar(NDArray like, long value) {
    return onHost(like, value).reshape(new Shape());
  }

  /** Numbers that the kernel reads on the host. */
  private static NDArray onHost(NDArray like, long... values) {
    return like.getManager().newSubManager(Device.cpu()).create(values);
  }

  /**
   * How many kernel calls this process has made: a measure of a step that does not depend on the
   * machine.
   */
  public static long calls() {
    return CALLS.get();
  }

  /**
   * One call of a kernel. DJL tells arguments apart by the arrays' names: none for a tensor, {@code
   * name[]} for members of a list. The names are lent for the call and given back.
   */
  private static final class Call {

    private final String kernel;
    private final NDList arguments = new NDList();
    private final List<String> names = new ArrayList<>();

    Call(String kernel) {
      this.kernel = kernel;
    }

    Call with(NDArray... tensors) {
      for (NDArray tensor : tensors) {
        add(tensor, null);
      }
      return this;
    }

    Call withList(String name, NDList tensors) {
      for (NDArray tensor : tensors) {
        add(tensor, name + "[]");
      }
      return this;
    }

    private void add(NDArray tensor, String name) {
      arguments.add(tensor);
      names.add(tensor.getName());
      tensor.setName(name);
    }

    NDList run() {
      CALLS.incrementAndGet();
      Library library = Library.INSTANCE;
      arguments.add(library.method(kernel));
      try {
        // training = true even where nothing is trained: false gives inference tensors, which can
        // never enter a graph again.
        return library.block.forward(library.parameters, arguments, true);
      } finally {
        for (int i = names.size() - 1; i >= 0; i--) {
          arguments.get(i).setName(names.get(i));
        }
      }
    }
  }

  /** The loaded archive; lives as long as the process. */
  private static final class Library {

    static final Library INSTANCE = new Library();

    private static final String EXECUTOR_OPTIMIZES = "ai.djl.pytorch.graph_optimizer";

    private final Model model; // held: a collected model closes its block
    private final Block block;
    private final NDManager manager;
    private final ParameterStore parameters;
    private final Map<String, NDArray> methods = new ConcurrentHashMap<>();

    Library() {
      requireSupported(Engine.getInstance().getVersion());
      if (System.getProperty(EXECUTOR_OPTIMIZES) == null) {
        // Else TorchScript would watch the first calls of a kernel and, on a GPU, compile it anew.
        // On the CPU it makes no difference, neither in results nor in time.
        System.setProperty(EXECUTOR_OPTIMIZES, "false");
      }
      // It has no parameters. By default it would take memory of the first GPU, whatever device was
      // chosen.
      model = Model.newInstance("kernels", Device.cpu(), "PyTorch");
      try (InputStream source = Kernels.class.getResourceAsStream("/kernels/kernels.py")) {
        String text = new String(source.readAllBytes(), StandardCharsets.UTF_8);
        model.load(new ByteArrayInputStream(TorchScriptArchive.pack("Kernels", text)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (MalformedModelException e) {
        throw new IllegalStateException("kernels.py does not compile", e);
      }
      block = model.getBlock();
      manager = model.getNDManager();
      parameters = new ParameterStore(manager, false);
    }

    /** The argument by whose name DJL knows which method to run. */
    NDArray method(String kernel) {
      return methods.computeIfAbsent(
          kernel,
          name -> {
            NDArray method = manager.create(0f);
            method.setName("module_method:" + name);
            return method;
          });
    }

    private static void requireSupported(String version) {
      if (version == null || !version.matches("2\\.([5-9]|[1-9][0-9]+)\\..*")) {
        throw new InputException(
            "libtorch "
                + version
                + " is not supported: the kernels need 2.5 or newer of 2.x; set PYTORCH_LIBRARY_PATH to a"
                + " libtorch 2.7.1 or unset it to use the one in the jar");
      }
    }
  }
}
