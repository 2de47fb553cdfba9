package org.equimodal.backbones.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.equimodal.datasets.Triples;
import org.junit.jupiter.api.Test;

class TripleUploadTest {

  private static final Triples NONE = new Triples(new int[0], new int[0], new int[0]);

  private final Triples training =
      new Triples(new int[] {1, 2}, new int[] {3, 4}, new int[] {5, 6});
  private final Triples generic = new Triples(new int[] {7}, new int[] {8}, new int[] {9});

  @Test
  void carriesTriplesInOnePieceAndTakesAnyNumberOfThem() {
    try (NDManager owner = NDManager.newBaseManager(Device.cpu(), "PyTorch");
        TripleUpload upload = new TripleUpload(owner, 10, 10)) {
      for (int step = 0; step < 3; step++) {
        try (StepScope scope = StepScope.inference(owner)) {
          NDArray both = upload.upload(scope, training, generic);
          assertThat(both.getShape()).isEqualTo(new Shape(3, 3));
          assertThat(both.toLongArray()).containsExactly(1, 2, 7, 3, 4, 8, 5, 6, 9);
        }
        try (StepScope scope = StepScope.inference(owner)) {
          NDArray alone = upload.upload(scope, training, NONE);
          assertThat(alone.toLongArray()).containsExactly(1, 2, 3, 4, 5, 6);
          assertThat(alone.getManager()).isSameAs(scope.manager());
        }
      }
    }
  }

  @Test
  void usesOneBufferForAllSteps() {
    try (NDManager owner = NDManager.newBaseManager(Device.cpu(), "PyTorch");
        TripleUpload upload = new TripleUpload(owner, 10, 10)) {
      try (StepScope scope = StepScope.inference(owner)) {
        NDArray first = upload.upload(scope, training, generic);
        upload.upload(scope, generic, training);
        assertThat(first.toLongArray()).containsExactly(7, 1, 2, 8, 3, 4, 9, 5, 6);
      }
    }
  }

  @Test
  void numbersTheRowsThatTriplesTouch() {
    Triples again = new Triples(new int[] {7, 1}, new int[] {8, 5}, new int[] {3, 9});
    try (NDManager owner = NDManager.newBaseManager("PyTorch");
        TripleUpload upload = new TripleUpload(owner, 10, 10)) {
      for (int step = 0; step < 2; step++) {
        try (StepScope scope = StepScope.inference(owner)) {
          TripleUpload.Touched touched = upload.uploadTouched(scope, training, again, true);
          assertThat(touched.triples().getShape()).isEqualTo(new Shape(3, 4));
          assertThat(touched.triples().toLongArray())
              .containsExactly(1, 2, 7, 1, 3, 4, 8, 5, 5, 6, 3, 9);
          assertThat(touched.users().toLongArray()).containsExactly(1, 2, 7);
          assertThat(touched.items().toLongArray()).containsExactly(3, 4, 8, 5, 6, 9);
          assertThat(touched.numbered().toLongArray())
              .containsExactly(0, 1, 2, 0, 0, 1, 2, 3, 3, 4, 0, 5);
        }
      }
    }
  }

  @Test
  void givesAllUsersAndAllOfItemsThatAreMostlyTouched() {
    Triples other = new Triples(new int[] {7, 1}, new int[] {8, 5}, new int[] {3, 9});
    for (int items : new int[] {12, 11}) {
      try (NDManager owner = NDManager.newBaseManager("PyTorch");
          TripleUpload upload = new TripleUpload(owner, 10, items);
          StepScope scope = StepScope.inference(owner)) {
        TripleUpload.Touched touched = upload.uploadTouched(scope, training, other, false);
        assertThat(touched.users()).isNull();
        if (items == 12) { // half of them
          assertThat(touched.items().toLongArray()).containsExactly(3, 4, 8, 5, 6, 9);
          assertThat(touched.numbered().toLongArray())
              .containsExactly(1, 2, 7, 1, 0, 1, 2, 3, 3, 4, 0, 5);
        } else {
          assertThat(touched.items()).isNull();
          assertThat(touched.numbered().toLongArray())
              .containsExactly(touched.triples().toLongArray());
        }
      }
    }
  }
}
