package org.equimodal.datasets.preparation.amazon;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.equimodal.datasets.preparation.download.PublishedFile;

/** The categories of the 2014 edition on which multimedia recommenders are compared. */
public enum AmazonCategory {
  /** Baby products. */
  BABY("Baby"),
  /** Sports and outdoors. */
  SPORTS("Sports_and_Outdoors"),
  /** Clothing, shoes and jewelry. */
  CLOTHING("Clothing_Shoes_and_Jewelry"),
  /** Beauty products. */
  BEAUTY("Beauty");

  private static final String ADDRESS = "https://snap.stanford.edu/data/amazon/productGraph/";

  private final String published;

  AmazonCategory(String published) {
    this.published = published;
  }

  /** Reviews of the users and items that have at least five each. */
  public PublishedFile reviews() {
    return file("categoryFiles/", "reviews_" + published + "_5.json.gz");
  }

  /** Metadata of all products of the category. */
  public PublishedFile products() {
    return file("categoryFiles/", "meta_" + published + ".json.gz");
  }

  /** Features of the products' images. */
  public PublishedFile images() {
    return file("image_features/categoryFiles/", "image_features_" + published + ".b")
        .withRecords(ImageFeatureFile.RECORD_BYTES);
  }

  /** All files. */
  public List<PublishedFile> files() {
    return List.of(reviews(), products(), images());
  }

  private static PublishedFile file(String folder, String name) {
    return PublishedFile.of(name, URI.create(ADDRESS + folder + name));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
