package org.equimodal.trainer;

import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.Callable;
import org.equimodal.trainer.movielens.MovieLens;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code prepare movielens}: MovieLens-100K, its genres as a modality. */
@Command(
    name = "movielens",
    description =
        "Makes a dataset's folder from MovieLens-100K: genres are a modality, titles can be encoded.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    sortOptions = false)
final class PrepareMovieLensCommand implements Callable<Integer> {

  @Mixin private DownloadOptions published = new DownloadOptions();

  @Mixin private PreparationOptions preparation = new PreparationOptions();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    boolean archived = Files.exists(MovieLens.ARCHIVE.in(published.raw()));
    if (archived || published.download() && !MovieLens.isIn(published.raw())) {
      published.require(List.of(MovieLens.ARCHIVE));
    }
    preparation.prepare(
        MovieLens.read(preparation.name(), published.raw()), spec.commandLine().getOut());
    return Main.OK;
  }
}
