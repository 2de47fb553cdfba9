package org.equimodal.trainer.reproduction;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * What the paper prints: Tables 1 to 3 of "Modality-Balanced Learning for Multimedia
 * Recommendation", number by number and typos included.
 */
final class PaperTables {

  private static final String RESOURCE = "/paper/tables.json";
  private static final String BACKBONE = "backbone";
  private static final String METHOD = "method";
  private static final String RECALL = "recall@20";

  /** What the paper calls methods; its rows of the plain backbone are called {@code backbone}. */
  private static final Map<String, String> METHODS =
      Map.of(
          "plain",
          BACKBONE,
          "gb",
          "GB",
          "ogm",
          "OGM",
          "ckd",
          "CKD",
          Table2.TEACHERS,
          "uni-teacher");

  private static final Map<String, String> VARIANTS =
      Map.of(
          "ckd",
          "CKD",
          "ckd:no-generic",
          "w/o generic distillation",
          "ckd:uniform",
          "w/o re-weighting",
          "ckd:kl",
          "specific loss replaced by KL divergence",
          "ckd:mse",
          "specific loss replaced by MSE");

  private final JsonNode tables;

  /** Reads them. */
  PaperTables() {
    try (InputStream stream = PaperTables.class.getResourceAsStream(RESOURCE)) {
      tables = new ObjectMapper().readTree(stream);
    } catch (IOException e) {
      throw new UncheckedIOException(RESOURCE, e);
    }
  }

  /**
   * A printed number.
   *
   * @param value as printed
   * @param typo why another number is likely meant, if so
   */
  record Printed(double value, Optional<String> typo) {}

  /** Table 1. */
  Optional<Printed> table1(String dataset, String backbone, String method, String metric) {
    return row("table1", backbone, METHOD, METHODS.get(method))
        .flatMap(row -> entry(row.path("values"), dataset))
        .flatMap(values -> number(values.path(metric)))
        .map(value -> new Printed(value, typo(dataset, backbone, method, metric)));
  }

  /** CKD's gain in Table 1, in percent. */
  Optional<Double> gain(String dataset, String backbone) {
    return row("table1", backbone, METHOD, "improvement_percent")
        .flatMap(row -> entry(row.path("values"), dataset))
        .flatMap(values -> number(values.path(RECALL)));
  }

  /** Table 2; the method may be {@link Table2#TEACHERS}. */
  Optional<Double> table2(String dataset, String backbone, String method, String modality) {
    return row("table2", backbone, METHOD, METHODS.get(method))
        .flatMap(row -> entry(row.path(RECALL), dataset))
        .flatMap(values -> number(values.path(modality)));
  }

  /** Table 3. */
  Optional<Double> table3(String dataset, String backbone, String variant) {
    return row("table3", backbone, "variant", VARIANTS.get(variant))
        .flatMap(row -> entry(row.path(RECALL), dataset))
        .flatMap(PaperTables::number);
  }

  private Optional<JsonNode> row(String table, String backbone, String key, String name) {
    return StreamSupport.stream(tables.path(table).spliterator(), false)
        .filter(row -> row.path(BACKBONE).asText().equalsIgnoreCase(backbone))
        .filter(row -> row.path(key).asText().equals(name))
        .findFirst();
  }

  /** The paper writes datasets with a capital. */
  private static Optional<JsonNode> entry(JsonNode byDataset, String dataset) {
    return byDataset.properties().stream()
        .filter(entry -> entry.getKey().equalsIgnoreCase(dataset))
        .findFirst()
        .map(Map.Entry::getValue);
  }

  private static Optional<Double> number(JsonNode node) {
    return node.isNumber() ? Optional.of(node.asDouble()) : Optional.empty();
  }

  private Optional<String> typo(String dataset, String backbone, String method, String metric) {
    return StreamSupport.stream(tables.path("typos").spliterator(), false)
        .filter(typo -> typo.path("dataset").asText().equalsIgnoreCase(dataset))
        .filter(typo -> typo.path(BACKBONE).asText().equalsIgnoreCase(backbone))
        .filter(typo -> typo.path(METHOD).asText().equals(METHODS.get(method)))
        .filter(typo -> typo.path("metric").asText().equals(metric))
        .findFirst()
        .map(
            typo ->
                String.format(
                    Locale.ROOT,
                    "The paper prints %s for %s, %s of %s; %s is likely meant: %s.",
                    typo.path("printed").asText(),
                    metric,
                    method,
                    backbone,
                    typo.path("likely").asText(),
                    typo.path("reason").asText()));
  }
}
