package org.equimodal.datasets;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The layout of LATTICE and of the CKD authors: {@code 5-core/train.json}, {@code val.json} and
 * {@code test.json}, each an object from user id to list of item ids, with {@code image_feat.npy}
 * (visual) and {@code text_feat.npy} (textual).
 */
final class LatticeLayout implements FolderLayout {
  private static final String FOLDER = "5-core";
  private static final String[] PARTS = {"train.json", "val.json", "test.json"};
  private static final Map<String, String> FEATURES = features();

  /** Whether the folder has this layout. */
  static boolean isIn(Path folder) {
    return Files.isRegularFile(folder.resolve(FOLDER).resolve(PARTS[0]));
  }

  @Override
  public Path interactionSource(String name, Path folder, DataSettings settings) {
    if (settings.interactions() != null) {
      throw new InputException(
          "data.interactions is %s but %s has the LATTICE layout, which reads %s/{%s}; remove the setting or set data.layout: mmrec"
              .formatted(settings.interactions(), folder, FOLDER, String.join(",", PARTS)));
    }
    return folder.resolve(FOLDER);
  }

  @Override
  public LabelledInteractions interactions(
      String name, Path folder, DataSettings settings, Problems problems) {
    Path source = interactionSource(name, folder, settings);
    int[] ends = new int[PARTS.length];
    LabelledInteractions[] self = new LabelledInteractions[1];
    LabelledInteractions interactions =
        new LabelledInteractions(
            index -> {
              int label = 0;
              while (index >= ends[label]) {
                label++;
              }
              return source.resolve(PARTS[label]) + ", user " + self[0].user(index);
            });
    self[0] = interactions;
    for (int label = 0; label < PARTS.length; label++) {
      Path file = source.resolve(PARTS[label]);
      try {
        if (!Files.isRegularFile(file)) {
          throw new InputException(
              "dataset %s: %s does not exist; the LATTICE layout needs %s in %s"
                  .formatted(name, file, String.join(", ", PARTS), source));
        }
        read(file, label, interactions);
      } catch (InputException e) {
        problems.fault(e);
      }
      ends[label] = interactions.size();
    }
    return interactions;
  }

  @Override
  public Map<String, String> featureFiles(Path folder) {
    return FEATURES;
  }

  @Override
  public Optional<String> featureFile(String modality) {
    return Optional.ofNullable(FEATURES.get(modality));
  }

  private static Map<String, String> features() {
    Map<String, String> files = new LinkedHashMap<>(); // in the modalities' order
    files.put("visual", "image_feat.npy");
    files.put("textual", "text_feat.npy");
    return Collections.unmodifiableMap(files);
  }

  private static void read(Path file, int label, LabelledInteractions interactions) {
    try (JsonParser parser = new JsonFactory().createParser(file.toFile())) {
      require(file, parser, parser.nextToken() == JsonToken.START_OBJECT, "an object of users");
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        int user = user(file, parser);
        interactions.addUser(user);
        require(
            file,
            parser,
            parser.nextToken() == JsonToken.START_ARRAY,
            "the list of the user's items");
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          interactions.add(user, item(file, parser), label);
        }
      }
      require(file, parser, parser.nextToken() == null, "nothing after the object of users");
    } catch (JsonProcessingException e) {
      throw new InputException(
          "%s, line %d: not valid JSON (%s); write the file again"
              .formatted(file, e.getLocation().getLineNr(), e.getOriginalMessage()),
          e);
    } catch (IOException e) {
      throw new InputException(
          "cannot read " + file + ": " + Reason.of(e) + "; check the file and its permissions", e);
    }
  }

  private static int user(Path file, JsonParser parser) throws IOException {
    String text = parser.currentName();
    boolean id = text.matches("\\d{1,10}") && Long.parseLong(text) < Integer.MAX_VALUE;
    require(file, parser, id, "a user id from 0 to " + (Integer.MAX_VALUE - 1));
    return Integer.parseInt(text);
  }

  private static int item(Path file, JsonParser parser) throws IOException {
    boolean id =
        parser.currentToken() == JsonToken.VALUE_NUMBER_INT
            && parser.getNumberType() == JsonParser.NumberType.INT
            && parser.getIntValue() >= 0
            && parser.getIntValue() < Integer.MAX_VALUE;
    require(file, parser, id, "an item id from 0 to " + (Integer.MAX_VALUE - 1));
    return parser.getIntValue();
  }

  private static void require(Path file, JsonParser parser, boolean met, String expected)
      throws IOException {
    if (!met) {
      throw new InputException(
          "%s, line %d: found %s, expected %s; the file is an object from user id to list of item ids"
              .formatted(
                  file,
                  parser.currentTokenLocation().getLineNr(),
                  parser.currentToken() == null
                      ? "the end of the file"
                      : "'" + parser.getText() + "'",
                  expected));
    }
  }
}
