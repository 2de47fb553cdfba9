package org.equimodal.trainer.training;

import org.equimodal.distillation.Teacher;
import org.equimodal.trainer.run.Manifest;
import org.equimodal.trainer.run.Result;

/**
 * A teacher ready for use.
 *
 * @param teacher its frozen representations
 * @param reference where its run is
 * @param result what its run came to
 */
record TrainedTeacher(Teacher teacher, Manifest.TeacherReference reference, Result result)
    implements AutoCloseable {

  @Override
  public void close() {
    teacher.close();
  }
}
