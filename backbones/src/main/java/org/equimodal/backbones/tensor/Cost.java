package org.equimodal.backbones.tensor;

/**
 * What an operation must do at least, as a function of its sizes alone: the floor that its time is
 * held against. Operands are 32-bit floats. Every operand is read once and every result written
 * once, wherever it is used: caches are perfect, and what lies between the operations of a formula
 * (products before their sum, exponentials before theirs) is free. Not counted are constants, the
 * few bytes of scalars, and searching: a binary search, a partial sort, an order of rows.
 *
 * @param flops floating-point operations; a multiplication and an addition are two
 * @param bytes read and written
 */
public record Cost(long flops, long bytes) {

  private static final long VALUE = Float.BYTES;
  private static final long EDGE_ID = Integer.BYTES;
  private static final long ROW_ID = Long.BYTES;

  /** The same, so many times. */
  public Cost times(long count) {
    return new Cost(count * flops, count * bytes);
  }

  /** A matrix product, [n, a] times [a, b]. */
  public static Cost product(long n, long a, long b) {
    return new Cost(2 * n * a * b, VALUE * (n * a + a * b + n * b));
  }

  /**
   * Weighted sums of rows over edges, or a dot product along every edge: the same values read one
   * way or the other. Ids are the source of every edge and the first edge of every target.
   *
   * @param edges E
   * @param sources rows on one side
   * @param targets rows on the other
   * @param width d of the rows
   */
  public static Cost edgeRows(long edges, long sources, long targets, long width) {
    long values = (sources + targets) * width + edges;
    return new Cost(2 * edges * width, VALUE * values + EDGE_ID * (edges + targets + 1));
  }

  /** A softmax over the edges of each target: an exponential, an addition and a division each. */
  public static Cost edgeSoftmax(long edges, long targets) {
    return new Cost(3 * edges, VALUE * 2 * edges + EDGE_ID * (targets + 1));
  }

  /** Its gradient: {@code alpha (g - sum of alpha g)}. */
  public static Cost edgeSoftmaxGradient(long edges, long targets) {
    return new Cost(4 * edges, VALUE * 3 * edges + EDGE_ID * (targets + 1));
  }

  /** The value of each edge's source, or, added up, the gradient of that. */
  public static Cost edgeGather(long edges, long sources) {
    return new Cost(0, VALUE * (edges + sources) + EDGE_ID * edges);
  }

  /**
   * Margins of triples: a row of users and two of items each, the difference, the product, the sum;
   * the rows' squares are not counted.
   *
   * @param triples n
   * @param width D of the rows
   * @param users whether each triple has a user row of its own, rather than all of them one
   * @param items the same of its two item rows
   */
  public static Cost margins(long triples, long width, boolean users, boolean items) {
    long rows = (users ? triples : 0) + (items ? 2 * triples : 0);
    return new Cost(3 * triples * width, VALUE * (rows * width + triples) + ROW_ID * rows);
  }

  /**
   * The gradient of margins: the rows again, and of each matrix that moves a gradient of its size,
   * which is filled with zeros and added to where the triples are.
   *
   * @param userRows size of the users' gradient, 0 if they do not move
   * @param itemRows size of the items' gradient, 0 if they do not move
   */
  public static Cost marginsGradient(long triples, long width, long userRows, long itemRows) {
    long rows = 3 * triples;
    long flops =
        (userRows > 0 ? 3L : 0L) + (itemRows > 0 ? 4L : 0L); // per value of a triple's rows
    return userRows + itemRows == 0
        ? new Cost(0, 0)
        : new Cost(
            flops * triples * width,
            VALUE * ((rows + userRows + itemRows) * width + triples) + ROW_ID * rows);
  }

  /** A loss made of margins: each is read, and its gradient written. */
  public static Cost loss(long margins) {
    return new Cost(0, 2 * VALUE * margins);
  }

  /** A step of Adam: reads parameter, gradient and two moments, writes all but the gradient. */
  public static Cost adam(long parameters) {
    return new Cost(12 * parameters, 7 * VALUE * parameters);
  }

  /** Triples brought to the device: 32-bit ids in, 64-bit ids out. */
  public static Cost upload(long triples) {
    return new Cost(0, 3 * triples * (Integer.BYTES + Long.BYTES));
  }

  /** Triples drawn: a user, the two ends of their items and an item read, three ids written. */
  public static Cost draw(long triples) {
    return new Cost(0, (4 + 3) * triples * Integer.BYTES);
  }

  /**
   * The k best items of every user: the matrix product but for the scores themselves, which need
   * not be stored.
   *
   * @param width D of the rows
   */
  public static Cost ranking(long users, long items, long width, long k) {
    return new Cost(
        2 * users * items * width, VALUE * (users + items) * width + Integer.BYTES * users * k);
  }
}
