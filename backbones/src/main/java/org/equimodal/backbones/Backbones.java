package org.equimodal.backbones;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.equimodal.datasets.InputException;

/** The registry of backbones: a new one adds its line here. */
public final class Backbones {

  private static final Map<String, Entry<?>> ENTRIES = new LinkedHashMap<>();

  static {
    registerRowwise("vbpr", Vbpr.Settings.class, Vbpr::new);
    registerRowwise("deepstyle", DeepStyle.Settings.class, DeepStyle::new);
    register("mmgcn", Mmgcn.Settings.class, Mmgcn::new);
    register("grcn", Grcn.Settings.class, Grcn::new);
    register("egogcn", EgoGcn.Settings.class, EgoGcn::new);
    register("mgcn", Mgcn.Settings.class, Mgcn::new);
  }

  private Backbones() {}

  /** Makes a backbone from its settings. */
  @FunctionalInterface
  interface Factory<S extends Record> {

    Backbone create(Catalogue catalogue, S settings, Initializers initializers);
  }

  /** Makes a backbone without a graph. */
  @FunctionalInterface
  private interface RowwiseFactory<S extends Record> extends Factory<S> {

    @Override
    RowwiseBackbone create(Catalogue catalogue, S settings, Initializers initializers);
  }

  /**
   * A registered backbone.
   *
   * @param id name in configuration and on the command line
   * @param settingsType the record its {@code model} section is read into
   * @param isRowwise whether it is a {@link RowwiseBackbone}
   */
  public record Entry<S extends Record>(
      String id, Class<S> settingsType, boolean isRowwise, Factory<S> factory) {

    /**
     * Makes the backbone; its parameters are not initialised yet.
     *
     * @param catalogue the dataset on the device
     * @param settings an instance of the settings type
     * @param initializers draws the initial parameters
     */
    public Backbone create(Catalogue catalogue, Record settings, Initializers initializers) {
      return factory.create(catalogue, settingsType.cast(settings), initializers);
    }
  }

  private static <S extends Record> void register(
      String id, Class<S> settingsType, Factory<S> factory) {
    ENTRIES.put(id, new Entry<>(id, settingsType, false, factory));
  }

  private static <S extends Record> void registerRowwise(
      String id, Class<S> settingsType, RowwiseFactory<S> factory) {
    ENTRIES.put(id, new Entry<>(id, settingsType, true, factory));
  }

  /** All ids, in the order of registration. */
  public static Collection<String> ids() {
    return ENTRIES.keySet();
  }

  /**
   * Finds a backbone.
   *
   * @param id its name
   * @throws InputException if there is none of that name
   */
  public static Entry<?> get(String id) {
    Entry<?> entry = ENTRIES.get(id);
    if (entry == null) {
      throw new InputException(
          "backbone: unknown backbone '" + id + "', choose one of " + String.join(", ", ids()));
    }
    return entry;
  }
}
