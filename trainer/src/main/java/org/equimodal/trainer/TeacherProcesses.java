package org.equimodal.trainer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import org.equimodal.datasets.Modality;
import org.equimodal.trainer.TeacherProcess.Job;
import org.equimodal.trainer.run.RunFolder;
import org.equimodal.trainer.training.Experiment;
import org.equimodal.trainer.training.Interruption;

/**
 * Trains teachers side by side, each in a process of its own, because a JVM can collect the
 * gradients of one training at a time only. A device trains one teacher at a time for each time it
 * is named; the next teacher goes to the first device that is free.
 */
final class TeacherProcesses implements Experiment.TeacherTraining {

  private static final int MILLISECONDS_BETWEEN_LOOKS = 100;

  private final List<String> devices;
  private final Interruption interruption;
  private final Function<Job, List<String>> command;

  /**
   * Prepares.
   *
   * @param devices one or more
   * @param interruption a wish to stop
   * @param command of the operating system that does a job until its standard input ends
   */
  TeacherProcesses(
      List<String> devices, Interruption interruption, Function<Job, List<String>> command) {
    this.devices = List.copyOf(devices);
    this.interruption = interruption;
    this.command = command;
  }

  /** The command that starts this program once more, for a teacher. */
  static List<String> command(Job job) {
    return ThisProgram.command(TeacherCommand.arguments(job));
  }

  /**
   * {@inheritDoc} If one fails or is interrupted, the others save and end before this throws.
   *
   * @throws TeacherProcess.FailedException if a process failed otherwise
   */
  @Override
  public void train(RunFolder run, List<Modality> modalities) {
    Deque<Modality> waiting = new ArrayDeque<>(modalities);
    Deque<String> free = new ArrayDeque<>(devices);
    List<TeacherProcess> running = new ArrayList<>();
    try {
      while (!waiting.isEmpty() || !running.isEmpty()) {
        while (!waiting.isEmpty() && !free.isEmpty()) {
          running.add(start(run, waiting.remove(), free.remove()));
        }
        pause();
        for (TeacherProcess ended : running.stream().filter(TeacherProcess::hasEnded).toList()) {
          ended.complete();
          running.remove(ended);
          free.add(ended.device());
        }
      }
    } finally {
      running.forEach(TeacherProcess::stop);
      running.forEach(TeacherProcess::await);
    }
  }

  private TeacherProcess start(RunFolder run, Modality modality, String device) {
    Job job = new Job(run, modality, device);
    int cores = Runtime.getRuntime().availableProcessors();
    return new TeacherProcess(job, command.apply(job), Math.max(1, cores / devices.size()));
  }

  private void pause() {
    interruption.pause(MILLISECONDS_BETWEEN_LOOKS);
    if (interruption.isRequested()) {
      throw new Interruption.StoppedException(
          "interrupted while teachers were trained, everything is saved");
    }
  }
}
