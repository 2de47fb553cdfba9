package org.equimodal.trainer.training;

import ai.djl.training.ParameterStore;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.equimodal.backbones.Backbone;
import org.equimodal.backbones.Backbones;
import org.equimodal.backbones.Catalogue;
import org.equimodal.backbones.Representations;
import org.equimodal.backbones.RowwiseBackbone;
import org.equimodal.backbones.View;
import org.equimodal.backbones.tensor.StepScope;
import org.equimodal.datasets.Dataset;
import org.equimodal.datasets.InputException;
import org.equimodal.datasets.Modality;
import org.equimodal.trainer.config.Settings;
import org.equimodal.trainer.run.Checkpoint;
import org.equimodal.trainer.run.Manifest;
import org.equimodal.trainer.run.Result;
import org.equimodal.trainer.run.RunFolder;

/** The model of a finished run, loaded again. */
public final class StoredModel implements AutoCloseable {

  /** The view of all modalities. */
  public static final String FULL = "full";

  private static final String ONLY = "only:";

  private final RunFolder folder;
  private final Settings settings;
  private final Optional<Modality> teacher;
  private final Catalogue catalogue;
  private final ModelTraining model;

  private StoredModel(
      RunFolder folder,
      Settings settings,
      Optional<Modality> teacher,
      Catalogue catalogue,
      ModelTraining model) {
    this.folder = folder;
    this.settings = settings;
    this.teacher = teacher;
    this.catalogue = catalogue;
    this.model = model;
  }

  /** With its initial parameters. */
  private static StoredModel untrained(
      RunFolder folder, Settings settings, Dataset dataset, Optional<Modality> teacher) {
    Catalogue catalogue = RunContext.catalogue(settings, dataset, folder);
    try {
      ModelTraining model = new ModelTraining(settings, catalogue, new Role(teacher).toString());
      return new StoredModel(folder, settings, teacher, catalogue, model);
    } catch (RuntimeException e) {
      catalogue.close();
      throw e;
    }
  }

  /**
   * Loads the model of a run.
   *
   * @param folder of a finished run or teacher
   * @param settings the run's
   * @param dataset what it learnt from
   * @throws InputException if the run has not finished or is damaged, or the dataset is not the one
   *     it learnt from
   */
  public static StoredModel open(RunFolder folder, Settings settings, Dataset dataset) {
    folder.readResult();
    Manifest manifest = folder.readManifest();
    if (!manifest.dataset().hash().equals(dataset.hash())) {
      throw new InputException(
          folder.path()
              + ": the run learnt from another "
              + manifest.dataset().name()
              + " than this one: split or features differ; point --data-dir to the files it was trained on");
    }
    Optional<Modality> teacher =
        dataset.modalities().stream()
            .filter(modality -> modality.name().equals(manifest.modality()))
            .findFirst();
    StoredModel stored = untrained(folder, settings, dataset, teacher);
    try {
      stored.model.load(new Checkpoint(folder));
      return stored;
    } catch (RuntimeException e) {
      stored.close();
      throw e;
    }
  }

  /**
   * The same model where there are more items, of which only features are known; see {@link
   * RowwiseBackbone#continueFrom}.
   *
   * @param larger the dataset with more items after its own
   * @return a model of its own, to be closed like this one
   * @throws InputException if the backbone needs to know more of an item
   */
  public StoredModel amongItemsOf(Dataset larger) {
    if (!(backbone() instanceof RowwiseBackbone known)) {
      throw new InputException(
          folder.path()
              + ": "
              + settings.backbone()
              + " makes an item's vector of the graph of interactions, in which a new item has no edge;"
              + " new items can be ranked by "
              + String.join(
                  " and ",
                  Backbones.ids().stream().filter(id -> Backbones.get(id).isRowwise()).toList()));
    }
    StoredModel continued = untrained(folder, settings, larger, teacher);
    RowwiseBackbone backbone = (RowwiseBackbone) continued.backbone();
    try (StepScope scope =
        StepScope.inference(
            continued.catalogue.manager(), known.residents(), backbone.residents())) {
      backbone.continueFrom(known);
      return continued;
    } catch (RuntimeException e) {
      continued.close();
      throw e;
    }
  }

  /** The run it is of. */
  public RunFolder folder() {
    return folder;
  }

  /** How the run ended. */
  public Result result() {
    return folder.readResult();
  }

  /** What it knows. */
  public Dataset dataset() {
    return catalogue.dataset();
  }

  /** Where the dataset lies, if it is not built in. */
  public Optional<Path> datasetFolder() {
    return settings.location().folder();
  }

  /** Whose teacher it is, if it is one. */
  public Optional<Modality> teacher() {
    return teacher;
  }

  /** The model itself. */
  public Backbone backbone() {
    return model.backbone();
  }

  /** The view it was trained to be good in: a teacher's is its modality alone. */
  public View own() {
    return teacher.map(View::only).orElse(View.full(dataset().modalities()));
  }

  /**
   * The views it has, its own first: {@code full} and each {@code only:<modality>}, of a teacher
   * its modality's alone.
   */
  public Map<String, View> views() {
    Map<String, View> views = new LinkedHashMap<>();
    if (teacher.isEmpty()) {
      views.put(FULL, own());
    }
    List<Modality> alone = teacher.map(List::of).orElse(dataset().modalities());
    alone.forEach(modality -> views.put(ONLY + modality, View.only(modality)));
    return views;
  }

  /**
   * Makes the vectors of users and items in some views.
   *
   * @param views by any name
   * @param taker takes them, name by name; they are gone when this returns
   */
  public void vectors(Map<String, View> views, BiConsumer<String, Vectors> taker) {
    try (StepScope scope = StepScope.inference(catalogue.manager(), backbone().residents())) {
      Map<View, Representations> represented =
          backbone().represent(new ParameterStore(scope.manager(), false), views.values(), false);
      views.forEach(
          (name, view) ->
              taker.accept(
                  name, Vectors.of(represented.get(view), catalogue.users(), catalogue.items())));
    }
  }

  /** Frees the model and what it knows. */
  @Override
  public void close() {
    model.close();
    catalogue.close();
  }
}
