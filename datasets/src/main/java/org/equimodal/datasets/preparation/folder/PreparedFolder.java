package org.equimodal.datasets.preparation.folder;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.equimodal.datasets.DataSettings;
import org.equimodal.datasets.DataSettings.Layout;
import org.equimodal.datasets.DatasetReader;
import org.equimodal.datasets.ItemList;
import org.equimodal.datasets.preparation.PreparedData;
import org.equimodal.datasets.preparation.Provenance;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder that others have prepared, as the data of a dataset of ours: interactions with their
 * split, features, and, where they are there, raw ids, categories and texts.
 */
public final class PreparedFolder {
  private static final Logger LOGGER = LoggerFactory.getLogger(PreparedFolder.class);

  private PreparedFolder() {}

  /**
   * A folder of MMRec: {@code NAME.inter}, {@code <modality>_feat.npy}, and perhaps {@code
   * u_id_mapping.csv}, {@code i_id_mapping.csv}, {@code categories.tsv}; or a dataset of our own,
   * with its {@code items.jsonl}. Modalities are called as their files are.
   *
   * @param name the dataset's name
   * @param settings how training reads the folder; of them, what is standardised is carried over
   * @throws org.equimodal.datasets.InputException if something is missing or damaged
   */
  public static PreparedData mmRec(String name, Path folder, DataSettings settings) {
    if (Provenance.hasFurtherSettings(folder)) {
      LOGGER.warn(
          "of the settings in {} only what is standardised is carried over; write the others that still hold into the new dataset's",
          folder.resolve(Provenance.FILE));
    }
    DataSettings layout = in(Layout.MMREC);
    Path file = DatasetReader.interactionSource(folderName(folder), folder, layout);
    FolderNames names = FolderNames.ofMmRec(folder);
    IdTexts categories =
        IdTexts.withHeader(folder, "itemID", "category", List.of("categories.tsv"));
    return new PreparedData(
        name,
        new InterRecords(file, names),
        Optional.of(
            new FolderContent(
                names.items(),
                matrices(folder, layout, settings, names.items()),
                categories,
                ItemList.in(folder).map(DescribedItems::new))),
        Optional.of("a folder in the layout of MMRec"),
        Map.of());
  }

  /**
   * A folder of LATTICE or of the CKD authors: {@code 5-core/{train,val,test}.json}, {@code
   * image_feat.npy} (visual), {@code text_feat.npy} (textual), and perhaps {@code
   * 5-core/item_list.txt}, {@code user_list.txt} and {@code raw_text.txt}.
   *
   * @param name the dataset's name
   * @param settings how training reads the folder; of them, what is standardised is carried over
   * @throws org.equimodal.datasets.InputException if something is missing or damaged
   */
  public static PreparedData lattice(String name, Path folder, DataSettings settings) {
    DataSettings layout = in(Layout.LATTICE);
    LatticeRecords records = new LatticeRecords(folderName(folder), folder, layout);
    Path texts = DatasetReader.interactionSource(name, folder, layout).resolve("raw_text.txt");
    return new PreparedData(
        name,
        records,
        Optional.of(
            new FolderContent(
                records.items(),
                matrices(folder, layout, settings, records.items()),
                IdTexts.NONE,
                Optional.of(texts).filter(Files::isRegularFile).map(TextPerLine::new))),
        Optional.of("a folder in the layout of LATTICE"),
        Map.of());
  }

  private static DataSettings in(Layout layout) {
    return new DataSettings(layout, null, Map.of(), false, null);
  }

  /** What the {@code .inter} file is called in a folder with several. */
  private static String folderName(Path folder) {
    return folder.toAbsolutePath().normalize().getFileName().toString();
  }

  private static List<NpyFeatures> matrices(
      Path folder, DataSettings layout, DataSettings settings, IdTexts items) {
    List<NpyFeatures> matrices = new ArrayList<>();
    DatasetReader.featureFiles(folderName(folder), folder, layout)
        .forEach(
            (modality, file) -> {
              boolean standardize = settings.standardizesFile(folder.relativize(file).toString());
              matrices.add(new NpyFeatures(modality, file, items, standardize));
            });
    return matrices;
  }
}
