package org.equimodal.distillation;

/**
 * Settings of counterfactual knowledge distillation: where the paper and its released code differ,
 * the choice is a setting. The defaults are in {@code conf/defaults.yaml}, the released code's
 * choices in {@code conf/presets/release.yaml}.
 *
 * @param lambdaKd weight of distillation in the whole loss, eq. 19
 * @param lambdaG weight of generic beside specific distillation, eq. 14
 * @param tau temperature in score units, eq. 12-13
 * @param specific what pulls the student's channel to its teacher on training triples
 * @param generic the form of the cross entropy on generic triples
 * @param genericTriples G, generic triples per step
 * @param genericExclude whether generic items are distinct and outside the user's training items
 * @param weights how a modality's weight lambda_m is found
 * @param rhoDenominator whose margins the causal effect is compared with, eq. 17
 * @param rhoClamp whether every rho is clamped to [1e-8, 10]
 * @param weightScale what the weights of M modalities add up to
 * @param reduction mean or sum over triples
 */
public record DistillationSettings(
    double lambdaKd,
    double lambdaG,
    double tau,
    Specific specific,
    Generic generic,
    int genericTriples,
    boolean genericExclude,
    Weights weights,
    RhoDenominator rhoDenominator,
    boolean rhoClamp,
    WeightScale weightScale,
    Reduction reduction) {

  /** Specific distillation: eq. 11, or one of the replacements of the paper's Table 3. */
  public enum Specific {
    /** {@code max(0, Dt - Ds)}, eq. 11. */
    HINGE,
    /** Cross entropy of the softened margins, the form of eq. 12-13 on training triples. */
    KL,
    /** {@code (Dt - Ds)^2}. */
    MSE
  }

  /** Generic distillation, eq. 12-13. */
  public enum Generic {
    /**
     * {@code softplus(z) - q z} with z = Ds / tau and q = sigmoid(Dt / tau): safe for any margin.
     */
    LOGITS,
    /**
     * {@code -q log(p + 1e-8) - (1-q) log(1-p + 1e-8)} as released: its gradient vanishes at large
     * margins.
     */
    CLAMPED_LOG,
    /** No generic distillation: "w/o Gen." of Table 3. */
    OFF
  }

  /** Where lambda_m comes from. */
  public enum Weights {
    /** The batch's average treatment effects, eq. 15-18. */
    BATCH,
    /** Each triple's own effect, as released. */
    PER_TRIPLE,
    /** A constant: "w/o re-weight" of Table 3. */
    UNIFORM
  }

  /** Denominator of rho, eq. 17. */
  public enum RhoDenominator {
    /** The teacher's margins. */
    TEACHER,
    /** The student's own channel, as released. */
    STUDENT
  }

  /** What the weights add up to. */
  public enum WeightScale {
    /** M - 1, eq. 18. */
    PAPER,
    /** M: the released code's scale. */
    UNIT_MEAN
  }

  /** Reduction over triples. */
  public enum Reduction {
    /** As released. */
    MEAN,
    /** As printed in the paper. */
    SUM
  }

  /** Validates every number. */
  public DistillationSettings {
    atLeastZero("lambdaKd", lambdaKd);
    atLeastZero("lambdaG", lambdaG);
    if (!(tau > 0) || Double.isInfinite(tau)) {
      throw new IllegalArgumentException("tau must be > 0, was " + tau);
    }
    if (genericTriples < 1) {
      throw new IllegalArgumentException("genericTriples must be >= 1, was " + genericTriples);
    }
  }

  private static void atLeastZero(String name, double value) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(name + " must be >= 0, was " + value);
    }
  }
}
