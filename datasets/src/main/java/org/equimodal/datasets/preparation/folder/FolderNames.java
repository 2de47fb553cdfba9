package org.equimodal.datasets.preparation.folder;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What the users and items of a folder were called before they got dense ids: the raw ids.
 *
 * @param users of the users
 * @param items of the items
 */
record FolderNames(IdTexts users, IdTexts items) {
  /** MMRec's tables of ids, or those that stand beside a dataset of our own. */
  static FolderNames ofMmRec(Path folder) {
    return new FolderNames(
        IdTexts.withHeader(folder, "userID", "name", List.of("u_id_mapping.csv", "users.tsv"))
            .requireDistinct("users"),
        IdTexts.withHeader(folder, "itemID", "name", List.of("i_id_mapping.csv", "items.tsv"))
            .requireDistinct("items"));
  }

  /** The lists that LATTICE's {@code build_data.py} writes. */
  static FolderNames ofLattice(Path folder) {
    return new FolderNames(
        IdTexts.textFirst(folder.resolve("user_list.txt")).requireDistinct("users"),
        IdTexts.textFirst(folder.resolve("item_list.txt")).requireDistinct("items"));
  }

  /** The tables there are. */
  List<Path> files() {
    return Stream.of(users.file(), items.file()).filter(Objects::nonNull).toList();
  }
}
