package org.equimodal.trainer.benchmark;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import org.equimodal.backbones.View;
import org.equimodal.datasets.Modality;
import org.equimodal.distillation.BalancingMethod;
import org.equimodal.distillation.CkdMethod;
import org.equimodal.distillation.DistillationSettings;
import org.equimodal.distillation.PlainMethod;
import org.equimodal.distillation.Teacher;

/** What a step is taken with. */
public enum MeasuredMethod {
  /** Joint training. */
  PLAIN,
  /** Training of the first modality's teacher. */
  TEACHER,
  /** Counterfactual knowledge distillation. */
  CKD;

  /** Its name in tables and files, and on the command line. */
  @JsonValue
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  BalancingMethod create(DistillationSettings ckd, List<Teacher> teachers) {
    List<Modality> modalities = teachers.stream().map(Teacher::modality).toList();
    return switch (this) {
      case PLAIN -> new PlainMethod(View.full(modalities));
      case TEACHER -> new PlainMethod(View.only(modalities.get(0)));
      case CKD -> new CkdMethod(ckd, teachers);
    };
  }
}
