package org.equimodal.datasets.preparation.amazon;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.equimodal.datasets.InputException;

/** The editions of the Amazon reviews, which differ in the names and shapes of their fields. */
public enum Edition {
  /** McAuley et al., SIGIR 2015; products are Python literals, each with paths of categories. */
  OF_2014(
      2014,
      new ReviewFields("reviewerID", "asin", "overall", "unixReviewTime"),
      new ProductFields("categories", "title", "brand", "description")) {
    @Override
    Product product(JsonNode line) {
      JsonNode paths = line.path("categories");
      return new Product(
          Fields.text(line.path("asin")),
          Fields.texts(paths),
          last(Fields.texts(paths.path(0))),
          Fields.text(line.path("title")),
          brand(line.path("brand")),
          Fields.texts(line.path("description")),
          Fields.text(line.path("imUrl")));
    }

    @Override
    Optional<String> ownField(JsonNode line) {
      return line.path("categories").path(0).isArray()
          ? Optional.of("categories as a list of paths")
          : firstNamed(line, "imUrl");
    }
  },

  /** Ni et al., EMNLP 2019; products are JSON, each with one path of categories. */
  OF_2018(
      2018,
      new ReviewFields("reviewerID", "asin", "overall", "unixReviewTime"),
      new ProductFields("category", "title", "brand", "description")) {
    @Override
    Product product(JsonNode line) {
      List<String> path = Fields.texts(line.path("category"));
      return new Product(
          Fields.text(line.path("asin")),
          path,
          last(path),
          Fields.text(line.path("title")).filter(title -> !title.contains(PAGE_SCRIPT)),
          brand(line.path("brand")),
          Fields.texts(line.path("description")),
          first(line, "imageURLHighRes", "imageURL", "image"));
    }

    @Override
    Optional<String> ownField(JsonNode line) {
      return firstNamed(line, "category", "imageURLHighRes", "imageURL");
    }
  },

  /** Hou et al., 2024; products are JSON, variants of one product share its parent's id. */
  OF_2023(
      2023,
      new ReviewFields("user_id", "parent_asin", "rating", "timestamp"),
      new ProductFields("categories", "title", "store", "features", "description")) {
    @Override
    Product product(JsonNode line) {
      List<String> path = Fields.texts(line.path("categories"));
      List<String> words = Fields.texts(line.path("features"));
      return new Product(
          Fields.text(line.path("parent_asin")),
          path,
          last(path),
          Fields.text(line.path("title")),
          brand(line.path("store")),
          Fields.joined(words, Fields.texts(line.path("description"))),
          first(Fields.main(line.path("images")), "hi_res", "large", "thumb"));
    }

    @Override
    Optional<String> ownField(JsonNode line) {
      return firstNamed(line, "parent_asin");
    }
  };

  /** Stands in titles that were taken for a script of the page; the edition's authors say so. */
  private static final String PAGE_SCRIPT = "getTime";

  private final int year;
  private final ReviewFields review;
  private final ProductFields fields;

  Edition(int year, ReviewFields review, ProductFields fields) {
    this.year = year;
    this.review = review;
    this.fields = fields;
  }

  /**
   * The edition of a year.
   *
   * @throws InputException if there is none
   */
  public static Edition of(int year) {
    for (Edition edition : values()) {
      if (edition.year == year) {
        return edition;
      }
    }
    throw new InputException(
        "there is no edition %d of the Amazon reviews; 2014, 2018 and 2023 are read"
            .formatted(year));
  }

  /** Citation, for the record of where the data came from. */
  public String citation() {
    return switch (this) {
      case OF_2014 -> "Amazon reviews 2014 (McAuley et al., SIGIR 2015)";
      case OF_2018 -> "Amazon reviews 2018 (Ni et al., EMNLP 2019)";
      case OF_2023 -> "Amazon reviews 2023 (Hou et al., 2024)";
    };
  }

  ReviewFields review() {
    return review;
  }

  ProductFields fields() {
    return fields;
  }

  /**
   * Refuses a line of metadata that is of another edition.
   *
   * @param where file and line, for the message
   * @throws InputException if it has a field that only another edition has, and none of this one's
   */
  void requireOwn(JsonNode line, String where) {
    if (ownField(line).isPresent()) {
      return;
    }
    for (Edition other : values()) {
      Optional<String> field = other.ownField(line);
      if (field.isPresent()) {
        throw new InputException(
            "%s: the product has %s, as in the %s edition, not in that of %s; get the file of %s, or give --edition %s with the --reviews and --metadata of that"
                .formatted(where, field.get(), other, this, this, other));
      }
    }
  }

  /** A field of the line that tells this edition from the others; absent if it has none. */
  abstract Optional<String> ownField(JsonNode line);

  /** What a line of metadata says; what is missing, empty or of another shape is absent. */
  abstract Product product(JsonNode line);

  private static Optional<String> last(List<String> path) {
    return path.isEmpty() ? Optional.empty() : Optional.of(path.get(path.size() - 1));
  }

  /** Empty text where the field is there and says nothing. */
  private static Optional<String> brand(JsonNode field) {
    return field.isMissingNode() ? Optional.empty() : Optional.of(Fields.text(field).orElse(""));
  }

  /** The first of these fields that the line has, whatever is in it. */
  private static Optional<String> firstNamed(JsonNode line, String... names) {
    return Arrays.stream(names).filter(line::has).findFirst();
  }

  /** The first text of the first field that has any. */
  private static Optional<String> first(JsonNode line, String... names) {
    for (String name : names) {
      List<String> texts = Fields.texts(line.path(name));
      if (!texts.isEmpty()) {
        return Optional.of(texts.get(0));
      }
    }
    return Optional.empty();
  }

  /** The year. */
  @Override
  public String toString() {
    return Integer.toString(year);
  }
}
