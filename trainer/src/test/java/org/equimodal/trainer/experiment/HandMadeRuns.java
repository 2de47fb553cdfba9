package org.equimodal.trainer.experiment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.equimodal.backbones.Backbones;
import org.equimodal.datasets.Modality;
import org.equimodal.trainer.config.Configuration;
import org.equimodal.trainer.config.Sources;
import org.equimodal.trainer.run.Manifest;
import org.equimodal.trainer.run.Result;
import org.equimodal.trainer.run.RunFolder;
import org.equimodal.trainer.training.RunHashes;

/**
 * Runs that nobody trained. What one comes to is chosen by its users' Recall@20, a value each; all
 * else is made of their mean. Without a value, nobody has test items.
 */
public final class HandMadeRuns {

  /** What they claim to have learnt from. */
  public static final List<Modality> MODALITIES =
      List.of(new Modality(0, "textual"), new Modality(1, "visual"));

  private static final Manifest.DatasetDescription DESCRIPTION =
      new Manifest.DatasetDescription("sample", "data", 4, 9, 8, 4, 4, 0, List.of(), "split");

  private final Path runDir;
  private final String name;

  /** Runs on a dataset of a name, whatever that is, kept in a folder. */
  public HandMadeRuns(Path runDir, String name) {
    this.runDir = runDir;
    this.name = name;
  }

  /** Settings like those of the command line, and a dataset that need not be there. */
  public WantedRun wanted(Cell cell, List<Sources.Flag> tuned) {
    List<Sources.Flag> flags =
        new ArrayList<>(
            List.of(
                new Sources.Flag("--backbones", "backbone", cell.backbone()),
                new Sources.Flag("--methods", "method", cell.method()),
                new Sources.Flag("--seeds", "seed", cell.seed()),
                new Sources.Flag("--run-dir", "runDir", runDir)));
    flags.addAll(tuned);
    var settings =
        Configuration.resolve(
            new Sources(List.of(), List.of(), flags),
            Backbones.ids(),
            id -> Backbones.get(id).settingsType());
    return new WantedRun(
        cell,
        new DatasetFacts(name, "data", MODALITIES),
        "",
        settings,
        RunHashes.of(settings, "data", MODALITIES));
  }

  /** The run of a cell with default settings. */
  public WantedRun wanted(String backbone, String method, long seed) {
    return wanted(new Cell(name, backbone, method, seed), List.of());
  }

  /** A run that has been begun. */
  public RunFolder begin(WantedRun run) {
    RunFolder folder = RunFolder.create(runDir, run.folderName());
    folder.writeConfig(run.settings().toYaml());
    return folder;
  }

  /** A run that has finished. */
  public RunFolder finish(WantedRun run, double... perUser) {
    return finish(begin(run), run, perUser);
  }

  /** The end of one that has been begun. */
  public RunFolder finish(RunFolder folder, WantedRun run, double... perUser) {
    double recall = DoubleStream.of(perUser).average().orElse(0);
    Map<String, Manifest.TeacherReference> teachers = new LinkedHashMap<>();
    Map<String, Result.Tested> tested = new LinkedHashMap<>();
    run.hashes()
        .teachers()
        .forEach(
            (modality, hash) -> {
              RunFolder teacher = folder.teacher(modality).prepare();
              teacher.writeManifest(manifest(hash, modality.name(), Map.of()));
              teacher.appendMetrics(Map.of("epoch", 1, "validation.recall@20", recall + 0.1));
              teachers.put(
                  modality.name(),
                  new Manifest.TeacherReference("teachers/" + modality.name(), hash));
              tested.put(modality.name(), new Result.Tested(figures(perUser.length, recall + 0.1)));
            });
    Map<String, Result.Tested> views = new LinkedHashMap<>();
    MODALITIES.forEach(
        modality ->
            views.put(modality.name(), new Result.Tested(figures(perUser.length, recall / 2))));
    folder.writeManifest(manifest(run.hash(), null, teachers));
    Map<String, Object> epoch = new LinkedHashMap<>(Map.of("epoch", 1));
    epoch.put("validation.recall@20", recall);
    epoch.put("validation.only.textual.recall@20", recall / 2);
    folder.appendMetrics(epoch);
    StringBuilder rows = new StringBuilder("userID\trecall@20\n");
    for (int user = 0; user < perUser.length; user++) {
      rows.append(user).append('\t').append(perUser[user]).append('\n');
    }
    write(folder.path().resolve("per-user.tsv"), rows.toString());
    folder.writeResult(
        new Result(
            "finished",
            name,
            run.cell().backbone(),
            run.cell().method(),
            run.cell().seed(),
            1,
            1,
            Map.of("recall@20", recall),
            figures(perUser.length, recall),
            views,
            tested,
            new Result.Timing(1, 1, 1, 1),
            new Result.Memory(1, 0)));
    return folder;
  }

  private static Manifest manifest(
      String hash, String modality, Map<String, Manifest.TeacherReference> teachers) {
    return new Manifest(
        "0",
        "0",
        "now",
        DESCRIPTION,
        modality,
        hash,
        teachers,
        new Manifest.Environment("17", "Linux", "0", "0", "cpu", 1));
  }

  private static Map<String, Number> figures(int users, double recall) {
    return Map.of(
        "users", users,
        "recall@20", recall,
        "ndcg@20", recall / 3,
        "ndcgRetrieved@20", recall / 2.5,
        "precision@20", recall / 10);
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
