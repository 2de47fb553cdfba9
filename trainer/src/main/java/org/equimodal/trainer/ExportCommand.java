package org.equimodal.trainer;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.equimodal.backbones.View;
import org.equimodal.datasets.InputException;
import org.equimodal.trainer.serving.Export;
import org.equimodal.trainer.training.StoredModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code export}: a trained model for other programs. */
@Command(
    name = "export",
    description =
        "Writes what a trained model has made of users and items: vectors as .npy and safetensors, and"
            + " a TorchScript module that scores.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    sortOptions = false)
final class ExportCommand implements Callable<Integer> {

  private static final String ALL = "all";

  @Mixin private StoredRunOptions run;

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      required = true,
      description = "Where to; made by this, with a README.md that says how to read it.")
  private Path out;

  @Option(
      names = "--views",
      paramLabel = "all|full,only:M,...",
      hideParamSyntax = true,
      split = ",",
      description = "What the model is shown: full, or one modality; a teacher's own by default.")
  private List<String> views = List.of();

  @Option(names = "--overwrite", description = "Replace the export that is there.")
  private boolean overwrite;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Path parent = out.toAbsolutePath().normalize().getParent();
    if (parent == null || !Files.isDirectory(parent)) {
      throw new InputException("--out " + out + ": should be a folder in one that is there");
    }
    Export.requireFree(out, overwrite);
    try (StoredModel model = run.load()) {
      write(new Export(model, wanted(model)));
    }
    spec.commandLine().getOut().println("export: " + out);
    spec.commandLine().getOut().flush();
    return Main.OK;
  }

  private void write(Export export) {
    try {
      export.write(out, overwrite);
    } catch (UncheckedIOException e) {
      throw new InputException("export: " + e.getMessage() + "; name another folder with --out", e);
    }
  }

  private Map<String, View> wanted(StoredModel model) {
    if (views.equals(List.of(ALL))) {
      return model.views();
    }
    List<String> names = views.isEmpty() ? List.of(StoredRunOptions.ownView(model)) : views;
    Map<String, View> wanted = new LinkedHashMap<>();
    names.forEach(name -> wanted.put(name, run.view(model, "--views", name)));
    return wanted;
  }
}
