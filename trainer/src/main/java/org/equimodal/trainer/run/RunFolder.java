package org.equimodal.trainer.run;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.equimodal.datasets.InputException;
import org.equimodal.datasets.Modality;
import org.equimodal.datasets.Reason;
import org.equimodal.evaluation.RankingReport;

/**
 * The folder of a run and the files in it. Teachers are folders of the same form below {@code
 * teachers}.
 */
public final class RunFolder {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT);

  private static final String TEACHERS = "teachers";

  private final Path path;

  private RunFolder(Path path) {
    this.path = path;
  }

  /**
   * Creates {@code <name>-<time>} below a folder; two runs that start within a second get different
   * names.
   *
   * @param parent the folder of runs, created if needed
   * @param name what the run's name starts with
   */
  public static RunFolder create(Path parent, String name) {
    String stem = name + "-" + LocalDateTime.now(ZoneId.systemDefault()).format(TIME);
    try {
      Files.createDirectories(parent);
      for (int attempt = 1; ; attempt++) {
        try {
          return new RunFolder(
              Files.createDirectory(parent.resolve(attempt == 1 ? stem : stem + "-" + attempt)));
        } catch (FileAlreadyExistsException taken) {
          // another run started in this second: try the next name
        }
      }
    } catch (IOException e) {
      throw new InputException(
          "runDir: cannot create a run folder below "
              + parent
              + ": "
              + Reason.of(e)
              + "; choose a writable folder with --run-dir",
          e);
    }
  }

  /** The folder at a path, whether it is there or not. */
  public static RunFolder at(Path path) {
    return new RunFolder(path);
  }

  /**
   * An existing run.
   *
   * @throws InputException if there is none
   */
  public static RunFolder open(Path path) {
    RunFolder folder = at(path);
    if (!Files.isRegularFile(folder.config())) {
      throw new InputException(
          path + " is not a run: it has no config.yaml; give the folder that a training printed");
    }
    return folder;
  }

  /** The folder of one modality's teacher; it exists only once it has been prepared. */
  public RunFolder teacher(Modality modality) {
    return new RunFolder(path.resolve(TEACHERS).resolve(modality.name()));
  }

  /** The folders of all its teachers that there are, in the order of their names. */
  public List<RunFolder> teachers() {
    Path folder = path.resolve(TEACHERS);
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> found = Files.list(folder)) {
      return found.filter(Files::isDirectory).sorted().map(RunFolder::at).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Where runs keep what they can share: {@code .cache} beside the run, for a teacher beside the
   * run it belongs to. It need not exist.
   */
  public Path cache() {
    Path parent = path.toAbsolutePath().normalize().getParent();
    boolean teacher = parent.endsWith(TEACHERS);
    return (teacher ? parent.getParent().getParent() : parent).resolve(".cache");
  }

  /**
   * Creates the folder if it is not there.
   *
   * @throws InputException if it cannot be created
   */
  public RunFolder prepare() {
    try {
      Files.createDirectories(path);
    } catch (IOException e) {
      throw new InputException(
          "runDir: cannot create "
              + path
              + ": "
              + e.getMessage()
              + "; choose a writable folder with --run-dir",
          e);
    }
    return this;
  }

  /** The folder itself. */
  public Path path() {
    return path;
  }

  /** The resolved configuration. */
  public Path config() {
    return path.resolve("config.yaml");
  }

  /** Everything logged, stack traces included. */
  public Path log() {
    return path.resolve("log.txt");
  }

  /** Parameters and, until the run has finished, what it takes to go on. */
  public Path checkpoint() {
    return path.resolve("checkpoint");
  }

  /** Event files for TensorBoard. */
  public Path events() {
    return path.resolve("events");
  }

  /** What the run was made from; it exists once the run got as far as its own model. */
  public Path manifest() {
    return path.resolve("manifest.json");
  }

  private Path metrics() {
    return path.resolve("metrics.jsonl");
  }

  private Path diverged() {
    return path.resolve("diverged.json");
  }

  private Path result() {
    return path.resolve("result.json");
  }

  /** Writes the resolved configuration. */
  public void writeConfig(String yaml) {
    AtomicFile.write(config(), yaml);
  }

  /** Writes {@code manifest.json}. */
  public void writeManifest(Manifest manifest) {
    Json.write(manifest(), manifest);
  }

  /** Whether the run got as far as its own model: teachers are found or trained before. */
  public boolean hasManifest() {
    return Files.isRegularFile(manifest());
  }

  /** Reads {@code manifest.json}. */
  public Manifest readManifest() {
    return Json.read(manifest(), Manifest.class);
  }

  /** Writes {@code result.json}: the run has finished. */
  public void writeResult(Result result) {
    Json.write(result(), result);
  }

  /**
   * Reads {@code result.json}.
   *
   * @throws InputException if the run has not finished, which says what to do, or the file is
   *     damaged
   */
  public Result readResult() {
    if (!isFinished()) {
      throw new InputException(
          path
              + ": this run has not finished"
              + divergence()
                  .map(why -> ": " + why)
                  .orElse("; go on with it with --resume " + path));
    }
    return Json.read(result(), Result.class);
  }

  /** Writes {@code diverged.json}: the training in this folder came to a bad end. */
  public void writeDivergence(Divergence divergence) {
    Json.write(diverged(), divergence);
  }

  /** Reads {@code diverged.json} if it is there. */
  public Optional<Divergence> readDivergence() {
    return Files.isRegularFile(diverged())
        ? Optional.of(Json.read(diverged(), Divergence.class))
        : Optional.empty();
  }

  /** Takes {@code diverged.json} away, no harm if it is not there. */
  public void removeDivergence() {
    try {
      Files.deleteIfExists(diverged());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How the run diverged, or a teacher in it, and what to do; empty if none did. */
  public Optional<String> divergence() {
    return readDivergence()
        .map(own -> own.of("it"))
        .or(
            () ->
                (hasManifest() ? List.<RunFolder>of() : teachers())
                    .stream() // the manifest comes when it has all its teachers
                        .flatMap(teacher -> teacher.readDivergence().map(teacher::words).stream())
                        .findFirst());
  }

  private String words(Divergence ofTeacher) {
    return ofTeacher.of("its teacher " + path.getFileName());
  }

  /** Whether the run came to its end. */
  public boolean isFinished() {
    return Files.isRegularFile(result());
  }

  /** Appends a line to {@code metrics.jsonl} in one piece. */
  public void appendMetrics(Map<String, Object> values) {
    try {
      Files.writeString(
          metrics(),
          Json.line(values) + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads {@code metrics.jsonl}, an entry per epoch; none if there is no such file yet. A line that
   * is still being written is left out.
   *
   * @throws InputException if a line is not what was written
   */
  public List<Map<String, Object>> readMetrics() {
    if (!Files.exists(metrics())) {
      return List.of();
    }
    try {
      String text = Files.readString(metrics());
      List<String> lines = text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
      List<Map<String, Object>> epochs = new ArrayList<>();
      for (int k = 0; k < lines.size(); k++) {
        epochs.add(Json.parse(lines.get(k), metrics() + ", line " + (k + 1)));
      }
      return epochs;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Drops the lines of {@code metrics.jsonl} after an epoch, which will be trained again. */
  public void truncateMetrics(int epoch) {
    try {
      List<String> lines = Files.exists(metrics()) ? Files.readAllLines(metrics()) : List.of();
      StringBuilder kept = new StringBuilder();
      lines.stream().limit(epoch).forEach(line -> kept.append(line).append('\n'));
      AtomicFile.write(metrics(), kept.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path perUser() {
    return path.resolve("per-user.tsv");
  }

  /**
   * Reads {@code per-user.tsv}.
   *
   * @throws InputException if the run has not finished or the file is damaged
   */
  public PerUserMetrics readPerUser() {
    readResult();
    return PerUserMetrics.read(perUser());
  }

  /** Writes {@code per-user.tsv}: a row per user with test items, a column per metric. */
  public void writePerUser(RankingReport report) {
    Map<String, double[]> columns = new LinkedHashMap<>();
    report.means().keySet().forEach(key -> columns.put(key, report.perUser(key)));
    AtomicFile.write(
        perUser(),
        out -> {
          PrintStream rows = new PrintStream(out, false, StandardCharsets.UTF_8);
          rows.print(PerUserMetrics.USER + "\t" + String.join("\t", columns.keySet()) + "\n");
          int[] users = report.userIds();
          for (int row = 0; row < users.length; row++) {
            rows.print(users[row]);
            for (double[] column : columns.values()) {
              rows.print("\t" + column[row]);
            }
            rows.print("\n");
          }
          rows.flush();
          if (rows.checkError()) {
            throw new IOException("the disk may be full");
          }
        });
  }
}
