package org.equimodal.trainer.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.equimodal.backbones.Backbones;
import org.equimodal.datasets.InputException;
import org.equimodal.datasets.Modality;
import org.equimodal.trainer.config.Configuration;
import org.equimodal.trainer.config.Settings;
import org.equimodal.trainer.run.Manifest;
import org.equimodal.trainer.run.Manifest.FeatureDescription;
import org.equimodal.trainer.run.Result;
import org.equimodal.trainer.run.RunFolder;
import org.equimodal.trainer.training.RunHashes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All that the folder of a run holds, as far as the run got.
 *
 * @param folder of the run
 * @param settings it was started with
 * @param manifest empty while its teachers are found or trained
 * @param result empty until it has finished
 * @param epochs the lines of {@code metrics.jsonl}
 */
record RunRecord(
    RunFolder folder,
    Settings settings,
    Optional<Manifest> manifest,
    Optional<Result> result,
    List<Map<String, Object>> epochs) {

  private static final Logger logger = LoggerFactory.getLogger(RunRecord.class);

  private static final String PLAIN = "plain";

  /**
   * Reads a folder.
   *
   * @throws InputException if it is no run, or a file in it cannot be read
   */
  static RunRecord read(Path path) {
    RunFolder folder = RunFolder.open(path);
    return new RunRecord(
        folder,
        Configuration.read(folder.config(), id -> Backbones.get(id).settingsType()),
        folder.hasManifest() ? Optional.of(folder.readManifest()) : Optional.empty(),
        folder.isFinished() ? Optional.of(folder.readResult()) : Optional.empty(),
        folder.readMetrics());
  }

  /** What the data are called. */
  String dataset() {
    return manifest.map(m -> m.dataset().name()).orElse(settings.dataset());
  }

  /** How it is trained, {@code teacher} for one. */
  String method() {
    return result.map(Result::method).orElse(isTeacher() ? "teacher" : settings.methodName());
  }

  /** Whether it knows one modality only. */
  boolean isTeacher() {
    return manifest.isPresent() && manifest.get().modality() != null;
  }

  /** The modalities of the data, those whose teachers have begun while more is not known. */
  List<String> modalities() {
    return manifest
        .map(m -> m.dataset().features().stream().map(FeatureDescription::modality).toList())
        .orElseGet(
            () -> folder.teachers().stream().map(t -> t.path().getFileName().toString()).toList());
  }

  /** Its teachers by modality, as far as they are there. */
  Map<String, RunRecord> teachers() {
    Map<String, RunRecord> teachers = new LinkedHashMap<>();
    if (!isTeacher()) {
      modalities().forEach(name -> teacher(name).ifPresent(found -> teachers.put(name, found)));
    }
    return teachers;
  }

  private Optional<RunRecord> teacher(String modality) {
    Path path =
        manifest
            .map(m -> m.teachers().get(modality))
            .map(reference -> folder.path().resolve(reference.path()).normalize())
            .orElseGet(() -> folder.teacher(new Modality(0, modality)).path());
    return Files.isRegularFile(RunFolder.at(path).config())
        ? Optional.of(read(path))
        : Optional.empty();
  }

  /**
   * The same training without balancing, the oldest if there are several beside this run, as in
   * tables: same data and split, backbone, options, settings of training, evaluation protocol, and
   * seed.
   */
  Optional<RunRecord> plainBeside() {
    Path own = folder.path().toAbsolutePath().normalize();
    if (manifest.isEmpty() || isTeacher() || method().equals(PLAIN)) {
      return Optional.empty();
    }
    try (Stream<Path> runs = Files.list(own.getParent())) {
      return runs.sorted()
          .flatMap(path -> plain(path).stream())
          .filter(this::isSameTraining)
          .findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean isSameTraining(RunRecord other) {
    return RunHashes.differByMethodAtMost(
        settings,
        manifest.get().dataset().hash(),
        other.settings(),
        other.manifest().get().dataset().hash());
  }

  /** A finished run without balancing; what cannot be read is none. */
  private static Optional<RunRecord> plain(Path path) {
    RunFolder folder = RunFolder.at(path);
    try {
      boolean plain = folder.isFinished() && folder.readResult().method().equals(PLAIN);
      return plain && folder.hasManifest() ? Optional.of(read(path)) : Optional.empty();
    } catch (InputException e) {
      logger.debug("{} is not looked at", path, e);
      return Optional.empty();
    }
  }
}
