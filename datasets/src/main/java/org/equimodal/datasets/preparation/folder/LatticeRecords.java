package org.equimodal.datasets.preparation.folder;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.equimodal.datasets.DataSettings;
import org.equimodal.datasets.DatasetReader;
import org.equimodal.datasets.Interactions;
import org.equimodal.datasets.Split;
import org.equimodal.datasets.preparation.InteractionSink;
import org.equimodal.datasets.preparation.SplitSource;

/**
 * The three JSON files of LATTICE as raw interactions, by user and item: ratings and times are not
 * in them.
 */
final class LatticeRecords implements SplitSource {
  private static final List<String> PARTS = List.of("train.json", "val.json", "test.json");

  private final String name;
  private final Path folder;
  private final DataSettings settings;
  private final FolderNames names;

  LatticeRecords(String name, Path folder, DataSettings settings) {
    this.name = name;
    this.folder = folder;
    this.settings = settings;
    this.names = FolderNames.ofLattice(source());
  }

  private Path source() {
    return DatasetReader.interactionSource(name, folder, settings);
  }

  @Override
  public void read(InteractionSink train, InteractionSink validation, InteractionSink test) {
    Split split = DatasetReader.readSplit(name, folder, settings);
    give(split.train(), train);
    give(split.validation(), validation);
    give(split.test(), test);
  }

  private void give(Interactions part, InteractionSink sink) {
    for (int user = 0; user < part.users(); user++) {
      String rawUser = names.users().name(Integer.toString(user));
      for (int position = part.offset(user); position < part.offset(user + 1); position++) {
        String rawItem = names.items().name(Integer.toString(part.item(position)));
        sink.accept(rawUser, rawItem, Double.NaN, InteractionSink.NO_TIME);
      }
    }
  }

  IdTexts items() {
    return names.items();
  }

  @Override
  public List<Path> files() {
    List<Path> files = new ArrayList<>(PARTS.stream().map(source()::resolve).toList());
    files.addAll(names.files());
    return files;
  }
}
