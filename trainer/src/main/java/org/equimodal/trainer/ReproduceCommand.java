package org.equimodal.trainer;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.equimodal.backbones.Backbones;
import org.equimodal.trainer.config.Sources;
import org.equimodal.trainer.config.YamlFile;
import org.equimodal.trainer.experiment.Cell;
import org.equimodal.trainer.experiment.ExperimentFolder;
import org.equimodal.trainer.experiment.Family;
import org.equimodal.trainer.experiment.Outcome;
import org.equimodal.trainer.experiment.RunIndex;
import org.equimodal.trainer.experiment.RunQueue;
import org.equimodal.trainer.experiment.RunResolver;
import org.equimodal.trainer.experiment.SeedList;
import org.equimodal.trainer.experiment.WantedRun;
import org.equimodal.trainer.report.PlainText;
import org.equimodal.trainer.reproduction.Artefact;
import org.equimodal.trainer.reproduction.Reproduction;
import org.equimodal.trainer.reproduction.Request;
import org.equimodal.trainer.training.Interruption;
import org.equimodal.trainer.tuning.Found;
import org.equimodal.trainer.tuning.Grid;
import org.equimodal.trainer.tuning.GridSearch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code reproduce}: the paper's tables and figure from runs that are there or trained for it. */
@Command(
    name = "reproduce",
    description =
        "Makes the paper's tables and its first figure, beside the paper's numbers. Runs that are there are used,"
            + " those that were interrupted are gone on with, the others are trained.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    sortOptions = false)
final class ReproduceCommand implements Callable<Integer> {

  private static final Logger logger = LoggerFactory.getLogger(ReproduceCommand.class);
  private static final String GRID = "--grid";
  private static final String GRIDS = "conf/grids";

  @Parameters(
      paramLabel = "WHAT",
      split = ",",
      arity = "0..*",
      completionCandidates = ArtefactIds.class,
      description = "${COMPLETION-CANDIDATES}; by default all.")
  private List<String> artefacts = ArtefactIds.ALL;

  @Option(
      names = "--datasets",
      paramLabel = "X",
      split = ",",
      description = "Folders, folders below the data directory, or the built-in: ${DEFAULT-VALUE}.")
  private List<String> datasets = List.of("sample");

  @Option(
      names = "--backbones",
      paramLabel = "NAME",
      split = ",",
      completionCandidates = TrainingOptions.BackboneIds.class,
      description = "${COMPLETION-CANDIDATES}; by default all.")
  private List<String> backbones = List.copyOf(Backbones.ids());

  @Option(
      names = "--methods",
      paramLabel = "NAME",
      split = ",",
      description = "Of Tables 1 and 2: plain, gb, ogm, ckd, and variants such as ckd:uniform.")
  private List<String> methods = List.of("plain", "gb", "ogm", "ckd");

  @Option(
      names = "--seeds",
      paramLabel = "N..M",
      description = "Seeds and ranges of them, with commas: 1..5.")
  private String seeds = "1..5";

  @Option(
      names = GRID,
      paramLabel = "F.yaml",
      description =
          "First search the settings of every dataset and backbone by validation; paper is the paper's search.")
  private String grid;

  @Option(names = "--plan", description = "Print which runs are there and which are not, and end.")
  private boolean plan;

  @Mixin private ExperimentOptions options = new ExperimentOptions();

  @Spec private CommandSpec spec;

  /** What can be reproduced, for help and completion. */
  static final class ArtefactIds implements Iterable<String> {

    static final List<String> ALL = Stream.of(Artefact.values()).map(Artefact::id).toList();

    @Override
    public Iterator<String> iterator() {
      return ALL.iterator();
    }
  }

  @Override
  public Integer call() {
    List<Artefact> wanted = artefacts.stream().map(Artefact::of).toList();
    Request request = new Request(wanted, datasets, backbones, methods, SeedList.parse(seeds));
    RunResolver resolver = options.resolver(ReproduceCommand::flags);
    Optional<YamlFile> file =
        Optional.ofNullable(grid).map(name -> YamlFile.find(GRID, name, GRIDS));
    Optional<GridSearch> search = file.map(read -> search(read, resolver, request));
    search.ifPresent(found -> found.check(request.families(), request.allMethods()));
    Reproduction reproduction =
        new Reproduction(request, resolver, file.map(read -> read.tree().toString()).orElse(""));
    RunIndex index = new RunIndex(Path.of(reproduction.runs().get(0).settings().runDir()));
    if (plan) {
      print(request, reproduction, search, index);
      return Main.OK;
    }
    Interruption interruption = Interruption.bySignals();
    try {
      RunQueue queue =
          new RunQueue(index, TrainingProcess::start, options.parallel(), interruption);
      return run(request, reproduction, search, queue, index);
    } catch (Interruption.StoppedException e) {
      logger.info("{}; the same command goes on", e.getMessage());
      return Main.INTERRUPTED;
    } finally {
      interruption.done();
    }
  }

  private static List<Sources.Flag> flags(Cell cell) {
    return List.of(
        new Sources.Flag("--backbones", "backbone", cell.backbone()),
        new Sources.Flag("--datasets", "dataset", cell.dataset()),
        new Sources.Flag("--methods", "method", cell.method()),
        new Sources.Flag("--seeds", "seed", cell.seed()));
  }

  private static GridSearch search(YamlFile file, RunResolver resolver, Request request) {
    return new GridSearch(Grid.read(file), file.name(), resolver, request.seeds().get(0));
  }

  private int run(
      Request request,
      Reproduction reproduction,
      Optional<GridSearch> search,
      RunQueue queue,
      RunIndex index) {
    ExperimentFolder folder =
        new ExperimentFolder(
            options.out(index.runDir(), reproduction.name()),
            reproduction.title(),
            spec.commandLine().getParent().getParseResult().originalArgs());
    reproduction.settle(
        search
            .flatMap(found -> found.search(request.families(), trials -> train(queue, trials)))
            .orElse(Map.of()));
    List<WantedRun> runs = reproduction.runs();
    runs.forEach(run -> index.outcome(run).ifPresent(there -> reproduction.put(run, there)));
    write(reproduction, folder);
    ExperimentProgress progress = new ExperimentProgress(count(runs));
    queue.complete(
        runs,
        (run, outcome, time) -> {
          progress.done(run, outcome, time);
          reproduction.put(run, outcome);
          if (time.isPresent()) {
            write(reproduction, folder);
          }
        });
    write(reproduction, folder);
    PrintWriter out = spec.commandLine().getOut();
    reproduction.tables().forEach(table -> out.println(PlainText.of(table)));
    reproduction.notes().forEach(out::println);
    out.println("experiment: " + folder.path());
    out.flush();
    return reproduction.isComplete() ? Main.OK : Main.FAILED;
  }

  private static void write(Reproduction reproduction, ExperimentFolder folder) {
    folder.write(
        reproduction.tables(), reproduction.charts(), reproduction.folders(), reproduction.notes());
  }

  private static Optional<Map<String, Outcome>> train(
      RunQueue queue, Collection<WantedRun> trials) {
    Map<String, Outcome> outcomes = new HashMap<>();
    ExperimentProgress progress = new ExperimentProgress(count(trials));
    queue.complete(
        trials,
        (run, outcome, time) -> {
          progress.done(run, outcome, time);
          outcomes.put(run.hash(), outcome);
        });
    return Optional.of(outcomes);
  }

  private static long count(Collection<WantedRun> runs) {
    return runs.stream().map(WantedRun::hash).distinct().count();
  }

  /** Prints the plan; what follows a search that is not complete cannot be known. */
  private void print(
      Request request, Reproduction reproduction, Optional<GridSearch> search, RunIndex index) {
    PrintWriter out = spec.commandLine().getOut();
    Optional<Map<Family, Found>> tuned =
        search.isPresent()
            ? search.get().search(request.families(), trials -> print(trials, index))
            : Optional.of(Map.of());
    if (tuned.isPresent()) {
      reproduction.settle(tuned.get());
      print(reproduction.runs(), index);
    } else {
      out.println("What follows depends on these trials.");
    }
    out.flush();
  }

  /** Prints what is there of some runs, and returns it if that is all of them. */
  private Optional<Map<String, Outcome>> print(Collection<WantedRun> runs, RunIndex index) {
    PrintWriter out = spec.commandLine().getOut();
    Map<String, Outcome> there = new HashMap<>();
    for (WantedRun run : runs) {
      index.outcome(run).ifPresent(outcome -> there.put(run.hash(), outcome));
      out.println(run.label() + ": " + index.plan(run));
    }
    out.printf("%d runs, %d of them are there%n", count(runs), there.size());
    return there.size() == count(runs) ? Optional.of(there) : Optional.empty();
  }
}
