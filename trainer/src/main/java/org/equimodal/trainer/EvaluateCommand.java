package org.equimodal.trainer;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.equimodal.datasets.Dataset;
import org.equimodal.datasets.InputException;
import org.equimodal.trainer.config.EvaluationSettings;
import org.equimodal.trainer.config.Settings;
import org.equimodal.trainer.report.PlainText;
import org.equimodal.trainer.report.ResultTable;
import org.equimodal.trainer.run.Result;
import org.equimodal.trainer.run.RunFolder;
import org.equimodal.trainer.training.RunEvaluation;
import org.equimodal.trainer.training.ViewEvaluation.HeldOut;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code evaluate}: metrics of a finished run. */
@Command(
    name = "evaluate",
    description = "Computes the metrics of a finished run, or of a teacher in it, for all views.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    sortOptions = false)
final class EvaluateCommand implements Callable<Integer> {

  @Parameters(paramLabel = "RUN", description = "The folder of a run.")
  private Path run;

  @Option(names = "--on", paramLabel = "test|validation", description = "Items held out: test.")
  private HeldOut heldOut = HeldOut.TEST;

  @Mixin private ConfigurationOptions configuration = new ConfigurationOptions();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    RunFolder folder = RunFolder.open(run);
    folder.readResult(); // first, for it says best that a run has not finished
    Settings settings =
        configuration.resolve(
            List.of(folder.config()), StoredRunOptions.moved(folder, configuration.dataDir()));
    Settings trained = ConfigurationOptions.stored(folder.config());
    if (!trained.evaluatedAs(settings).equals(settings)) {
      throw new InputException(
          "evaluate: a model is what it was trained to be, only --data-dir, --device and settings of"
              + " evaluation may be given");
    }
    NativeEnvironment.prepareEngine(settings);
    Dataset dataset = Datasets.open(settings);
    Result result =
        new RunEvaluation(folder, settings, dataset, trained.evaluation()).evaluate(heldOut);
    String items = heldOut.name().toLowerCase(Locale.ROOT);
    String tables =
        shown(settings.evaluation().cutoffs(), trained.evaluation().cutoffs())
            .mapToObj(cutoff -> PlainText.of(ResultTable.of(result, items, cutoff)))
            .collect(Collectors.joining("\n"));
    spec.commandLine().getOut().print(tables);
    spec.commandLine().getOut().flush();
    return Main.OK;
  }

  /** That of a training's own table, and those that the run has not been measured at. */
  private static IntStream shown(List<Integer> asked, List<Integer> stored) {
    IntStream more =
        asked.stream().filter(cutoff -> !stored.contains(cutoff)).mapToInt(Integer::intValue);
    return IntStream.concat(IntStream.of(EvaluationSettings.EARLY_STOPPING_CUTOFF), more);
  }
}
