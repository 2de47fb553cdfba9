package org.equimodal.trainer;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.equimodal.datasets.InputException;
import org.equimodal.datasets.preparation.PreparedData;
import org.equimodal.datasets.preparation.amazon.AmazonCategory;
import org.equimodal.datasets.preparation.amazon.Edition;
import org.equimodal.datasets.preparation.amazon.ImageFeatureFile;
import org.equimodal.datasets.preparation.amazon.ProductFile;
import org.equimodal.datasets.preparation.amazon.ProductText;
import org.equimodal.datasets.preparation.amazon.ReviewFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code prepare amazon}: reviews and metadata of one of the editions of the Amazon reviews. */
@Command(
    name = "amazon",
    description =
        "Makes a dataset's folder from Amazon reviews: a category of 2014 by its name, or any"
            + " category of 2014, 2018 or 2023 by its files.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    sortOptions = false)
final class PrepareAmazonCommand implements Callable<Integer> {

  @Option(
      names = "--category",
      paramLabel = "baby|sports|clothing|beauty",
      description = "A category of the 2014 edition, with its image features.")
  private AmazonCategory category;

  @Mixin private DownloadOptions published = new DownloadOptions();

  @Option(
      names = "--edition",
      paramLabel = "2014|2018|2023",
      description = "Whose fields and formats the files have: 2014.")
  private int edition = 2014;

  @Option(
      names = "--reviews",
      paramLabel = "FILE",
      description = "The reviews, .gz or not, instead of --category.")
  private Path reviews;

  @Option(names = "--metadata", paramLabel = "FILE", description = "The products, .gz or not.")
  private Path metadata;

  @Option(
      names = "--images",
      paramLabel = "FILE",
      description = "Image features as published for 2014: ids and 4,096 floats.")
  private Path images;

  @Option(
      names = "--text",
      paramLabel = "release|paper",
      description =
          "What stands for the brand in a product's text: its title again, as the authors' data have"
              + " it (release), or the brand (paper).")
  private ProductText text = ProductText.RELEASE;

  @Mixin private PreparationOptions preparation = new PreparationOptions();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Edition read = Edition.of(edition);
    if (category == null) {
      requireFiles();
    } else {
      findFiles(read);
    }
    List<ImageFeatureFile> features = Stream.ofNullable(images).map(ImageFeatureFile::new).toList();
    preparation.prepare(
        new PreparedData(
            preparation.name(),
            new ReviewFile(reviews, read),
            Optional.of(new ProductFile(metadata, read, text, features)),
            Optional.of(read.citation()),
            new TreeMap<>(
                Map.of("edition", edition, "text", text.name().toLowerCase(Locale.ROOT)))),
        spec.commandLine().getOut());
    return Main.OK;
  }

  private void requireFiles() {
    if (reviews == null || metadata == null || published.download()) {
      throw new InputException(
          "prepare amazon: give either --category (and --raw, --download) or --reviews and --metadata");
    }
  }

  /** Takes the category's files. */
  private void findFiles(Edition read) {
    if (read != Edition.OF_2014 || reviews != null || metadata != null || images != null) {
      throw new InputException(
          "--category names files of the 2014 edition; give --reviews and --metadata without it");
    }
    published.require(category.files());
    reviews = category.reviews().in(published.raw());
    metadata = category.products().in(published.raw());
    images = category.images().in(published.raw());
  }
}
