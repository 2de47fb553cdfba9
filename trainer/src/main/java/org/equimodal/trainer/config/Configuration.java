package org.equimodal.trainer.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.equimodal.datasets.DataSettings;
import org.equimodal.datasets.InputException;

/**
 * Resolves the configuration: each layer overrides the one before.
 *
 * <ol>
 *   <li>{@code conf/defaults.yaml}
 *   <li>{@code conf/backbones/<backbone>.yaml}
 *   <li>{@code conf/datasets/<name>.yaml}, if there is one
 *   <li>{@code dataset.yaml} in the dataset's folder, if there is one
 *   <li>{@code conf/presets/<preset>.yaml}
 *   <li>{@code --config} files, and the preset again if {@code --set} or a flag names it
 *   <li>{@code --set}
 *   <li>flags, and the values that a search tries, which neither {@code --set} nor a flag may give
 *       as well
 * </ol>
 *
 * <p>Backbone, preset and dataset choose the files of layers 2 to 5, so only the other layers may
 * name them.
 *
 * <p>A method may be named with changes, see {@link MethodVariants}.
 *
 * <p>A dataset's file (layers 3 and 4) may hold settings for single backbones: what it has below
 * {@code backbones.<backbone>} is laid right on top of the rest of that file. What it has below
 * {@code provenance} tells how the dataset came to be and is no setting.
 */
public final class Configuration {

  private static final String DEFAULTS = "conf/defaults.yaml";
  private static final String MODEL = "model";
  private static final List<String> CHOICES = List.of("backbone", "preset", "dataset", "dataDir");

  private Configuration() {}

  /** The settings that decide which files are read. */
  record Choice(String backbone, Preset preset, String dataset, String dataDir) {}

  /**
   * Resolves and validates every setting, the backbone's own included.
   *
   * @param sources what the user said
   * @param backbones the names of the backbones there are
   * @param settingsType the record of a backbone's own options, by its name
   * @throws InputException if anything the user said cannot be: one line with the key, why, and
   *     where it was set
   * @throws IllegalStateException if a backbone has no file in {@code conf/backbones}
   */
  public static Settings resolve(
      Sources sources,
      Collection<String> backbones,
      Function<String, ? extends Class<? extends Record>> settingsType) {
    return bound(laid(sources, backbones, LayeredTree::refuse), settingsType);
  }

  /**
   * Resolves how the dataset's folder is read, and looks for all that is wrong with the dataset's
   * own file. A key that is wrong there is left out; of values that do not fit one is told.
   *
   * @param sources what the user said
   * @param backbones the names of the backbones there are
   * @param settingsType the record of a backbone's own options, by its name
   * @param faults takes what {@link #resolve} would refuse, one after the other
   * @return nothing if the file leaves open how the folder is read
   * @throws InputException if it is not the dataset's own file that is wrong
   */
  public static Optional<DataSettings> dataSettings(
      Sources sources,
      Collection<String> backbones,
      Function<String, ? extends Class<? extends Record>> settingsType,
      Consumer<InputException> faults) {
    LayeredTree tree = laid(sources, backbones, faults);
    try {
      return Optional.of(bound(tree, settingsType).data());
    } catch (InputException e) {
      faults.accept(e);
    }
    try {
      return Optional.of(
          new Binding("data", tree::originOf).bind(tree.root().get("data"), DataSettings.class));
    } catch (InputException e) {
      faults.accept(e);
      return Optional.empty();
    }
  }

  /** All layers, in their order. */
  private static LayeredTree laid(
      Sources sources, Collection<String> backbones, Consumer<InputException> datasetFaults) {
    ObjectNode shape = required(DEFAULTS);
    Choice choice = choose(sources, shape.deepCopy(), backbones);
    LayeredTree tree = defaults(shape, choice.backbone());
    layDataset(tree, choice, backbones, datasetFaults);
    String presetFile = "conf/presets/" + Yaml.nameOf(choice.preset()) + ".yaml";
    layChosen(tree, required(presetFile), presetFile);
    layFiles(tree, sources);
    if (isStated(sources, "preset")) { // stronger than what a file has made of an earlier preset
      layChosen(tree, required(presetFile), presetFile);
    }
    laySets(tree, sources);
    MethodVariants.expand(tree, sources);
    return tree;
  }

  /**
   * Reads a stored configuration, as {@link Settings#toYaml} wrote it. Neither presets nor
   * datasets' own settings are asked again, so the dataset need not be where it was.
   *
   * @param file {@code config.yaml} of a run
   * @param settingsType the record of a backbone's own options, by its name
   * @throws InputException if it is not a configuration
   */
  public static Settings read(
      Path file, Function<String, ? extends Class<? extends Record>> settingsType) {
    ObjectNode stored = Yaml.read(file);
    String backbone = stored.path("backbone").asText();
    if (Yaml.resource(backboneFile(backbone)) == null) {
      throw new InputException(
          file + ": this version knows no backbone '" + backbone + "'; use the one that wrote it");
    }
    LayeredTree tree = defaults(required(DEFAULTS), backbone);
    tree.lay(stored, file.toString());
    MethodVariants.expand(tree, new Sources(List.of(file), List.of(), List.of()));
    return bound(tree, settingsType);
  }

  private static String backboneFile(String backbone) {
    return "conf/backbones/" + backbone + ".yaml";
  }

  private static LayeredTree defaults(ObjectNode shape, String backboneName) {
    String backboneFile = backboneFile(backboneName);
    ObjectNode backbone = required(backboneFile);
    shape.set(MODEL, backbone.has(MODEL) ? backbone.get(MODEL) : Yaml.section());

    LayeredTree tree = new LayeredTree(shape);
    tree.root().putObject(MODEL);
    tree.lay(required(DEFAULTS), DEFAULTS);
    layChosen(tree, backbone, backboneFile);
    return tree;
  }

  private static Settings bound(
      LayeredTree tree, Function<String, ? extends Class<? extends Record>> settingsType) {
    Settings settings = new Binding("", tree::originOf).bind(tree.root(), Settings.class);
    new Binding(MODEL, tree::originOf)
        .bind(settings.model(), settingsType.apply(settings.backbone()));
    return settings;
  }

  /**
   * Reads a part of the configuration as a record, for instance {@link Settings#model()} as the
   * settings of the backbone.
   *
   * @param tree the part
   * @param type the record
   * @param path the part's key, which begins the message if something is wrong
   * @throws InputException if a key is unknown, a value has the wrong type, or the record refuses
   *     it
   */
  public static <T extends Record> T bind(JsonNode tree, Class<T> type, String path) {
    return new Binding(path, key -> null).bind(tree, type);
  }

  /** Reads the choices from the layers that may make them, with any model options. */
  private static Choice choose(Sources sources, ObjectNode shape, Collection<String> backbones) {
    ObjectNode defaults = shape.deepCopy();
    shape.putObject(MODEL);
    LayeredTree tree = new LayeredTree(shape);
    tree.lay(defaults, DEFAULTS);
    layFiles(tree, sources);
    laySets(tree, sources);
    Choice choice = new Binding("", tree::originOf).bind(tree.root().retain(CHOICES), Choice.class);
    if (!backbones.contains(choice.backbone())) {
      throw Faults.at(
          "backbone",
          "must be one of "
              + String.join(", ", backbones)
              + Faults.was(tree.root().get("backbone")),
          tree.originOf("backbone"));
    }
    return choice;
  }

  private static void layDataset(
      LayeredTree tree,
      Choice choice,
      Collection<String> backbones,
      Consumer<InputException> faults) {
    DatasetLocation location = DatasetLocation.find(choice.dataset(), choice.dataDir());
    String name = "conf/datasets/" + location.name() + ".yaml";
    ObjectNode known = Yaml.resource(name);
    if (known != null) {
      new DatasetFile(known, name, backbones).lay(tree, choice.backbone(), LayeredTree::refuse);
    }
    location
        .folder()
        .map(folder -> folder.resolve(DatasetLocation.SETTINGS_FILE))
        .filter(Files::exists)
        .ifPresent(
            file -> {
              try {
                new DatasetFile(Yaml.read(file), file.toString(), backbones)
                    .lay(tree, choice.backbone(), faults);
              } catch (InputException e) {
                faults.accept(e);
              }
            });
  }

  private static void layChosen(LayeredTree tree, ObjectNode layer, String origin) {
    removeChoices(layer, origin, LayeredTree::refuse);
    tree.lay(layer, origin);
  }

  /** Takes out the settings that choose files from a file that they choose. */
  static void removeChoices(ObjectNode layer, String origin, Consumer<InputException> faults) {
    for (String key : CHOICES) {
      if (layer.remove(key) != null) {
        faults.accept(
            Faults.at(
                key,
                "decides which files are read and cannot be set in one of them; use --config or --"
                    + kebab(key),
                origin));
      }
    }
  }

  /** Whether a key was given by {@code --set} or a flag. */
  private static boolean isStated(Sources sources, String key) {
    return sources.sets().stream().anyMatch(set -> set.strip().startsWith(key + "="))
        || sources.flags().stream().anyMatch(f -> f.key().equals(key) && f.value() != null);
  }

  private static void layFiles(LayeredTree tree, Sources sources) {
    for (Path file : sources.files()) {
      tree.lay(Yaml.read(file), file.toString());
    }
  }

  private static void laySets(LayeredTree tree, Sources sources) {
    for (String set : sources.sets()) {
      int equals = set.indexOf('=');
      if (equals < 1) {
        throw new InputException(
            "--set " + set + ": must have the form key=value, for instance seed=7");
      }
      String key = set.substring(0, equals).strip();
      tree.lay(key, Yaml.parse(set.substring(equals + 1), "--set " + key), "--set");
    }
    for (Sources.Flag flag : sources.flags()) {
      if (flag.value() != null) {
        refuseSearched(tree, flag);
        tree.lay(flag.key(), Yaml.scalar(flag.value()), flag.name());
      }
    }
  }

  /** One of the two would be ignored. */
  private static void refuseSearched(LayeredTree tree, Sources.Flag flag) {
    String origin = tree.originOf(flag.key());
    if (flag.isSearched() && origin != null && origin.startsWith("--")) {
      throw Faults.at(
          flag.key(), "is searched by " + flag.name() + ", leave it out of one of the two", origin);
    }
  }

  private static ObjectNode required(String name) {
    ObjectNode found = Yaml.resource(name);
    if (found == null) {
      throw new IllegalStateException(name + " is not in the class path");
    }
    return found;
  }

  private static String kebab(String key) {
    return key.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }
}
