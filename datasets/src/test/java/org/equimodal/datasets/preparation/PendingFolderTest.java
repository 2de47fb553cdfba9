package org.equimodal.datasets.preparation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.equimodal.datasets.InputException;
import org.equimodal.datasets.PendingFolder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PendingFolderTest {
  private static final String RUN = ".d.3b241101-e2bb-4255-8caf-4136c566a962";
  private static final RawRows ROWS = RawRows.of("a p", "a q", "a r", "b p", "b q", "b r");
  private static final RawRows OTHERS = RawRows.of("a p", "a q", "a s", "b p", "b q", "b s");

  @TempDir private Path parent;
  private Path folder;

  @BeforeEach
  void nameFolder() {
    folder = parent.resolve("d");
  }

  private PendingFolder begin(boolean overwrite) throws IOException {
    return PendingFolder.begin(folder, target -> Provenance.requireReplaceable(target, overwrite));
  }

  @Test
  void makesTheFolderAndItsParents() {
    Path below = parent.resolve("x/y/d");
    new Plan().prepare(ROWS.unlabelled(), below);
    assertThat(FolderBytes.names(below)).contains("d.inter", "dataset.yaml");
    assertThat(FolderBytes.names(below.getParent())).containsExactly("d");
  }

  @Test
  void aFolderThatIsThereStaysUnlessItIsToBeReplaced() {
    new Plan().prepare(ROWS.unlabelled(), folder);
    Map<String, String> before = FolderBytes.of(folder);
    assertThatThrownBy(() -> new Plan().prepare(OTHERS.unlabelled(), folder))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(
            folder + " is there already; name another folder, or replace it with --overwrite");
    assertThat(FolderBytes.of(folder)).isEqualTo(before);
    new Plan().overwrite().prepare(OTHERS.unlabelled(), folder);
    assertThat(folder.resolve("items.tsv")).content().contains("\ts\n").doesNotContain("\tr\n");
    assertThat(FolderBytes.names(parent)).containsExactly("d");
  }

  @Test
  void anEmptyFolderIsTaken() throws IOException {
    Files.createDirectory(folder);
    new Plan().prepare(ROWS.unlabelled(), folder);
    assertThat(FolderBytes.names(folder)).contains("d.inter", "dataset.yaml");
    Path room = Files.createDirectory(parent.resolve("room"));
    Path link = Files.createSymbolicLink(parent.resolve("link"), room);
    new Plan().prepare(ROWS.unlabelled(), link);
    assertThat(link).isSymbolicLink();
    assertThat(FolderBytes.names(room)).contains("dataset.yaml");
  }

  @Test
  void afterAFailureTheFormerFolderIsThereAndNothingElse() {
    new Plan().prepare(ROWS.unlabelled(), folder);
    Map<String, String> before = FolderBytes.of(folder);
    assertThatThrownBy(() -> new Plan().overwrite().core(9, 9).prepare(OTHERS.unlabelled(), folder))
        .isInstanceOf(InputException.class);
    assertThat(FolderBytes.of(folder)).isEqualTo(before);
    assertThat(FolderBytes.names(parent)).containsExactly("d");
  }

  @Test
  void whatWasNotPreparedIsNotReplaced() throws IOException {
    Files.createDirectory(folder);
    Files.writeString(folder.resolve("thesis.txt"), "years of work");
    assertThatThrownBy(() -> new Plan().overwrite().prepare(ROWS.unlabelled(), folder))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("d is no dataset that was prepared")
        .hasMessageContaining("remove it yourself");
    assertThat(folder.resolve("thesis.txt")).hasContent("years of work");
    Path file = Files.writeString(parent.resolve("f"), "a file");
    assertThatThrownBy(() -> new Plan().prepare(ROWS.unlabelled(), file))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("f is there already");
    assertThatThrownBy(() -> new Plan().prepare(ROWS.unlabelled(), file.resolve("d")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("cannot make " + file.resolve("d") + ": ")
        .hasMessageEndingWith("; name another folder with --out");
  }

  @Test
  void whatWasChangedInAPreparedFolderIsNotLost() throws IOException {
    new Plan().prepare(ROWS.unlabelled(), folder);
    assertThat(Provenance.hasFurtherSettings(folder)).isFalse();
    String prepared = Files.readString(folder.resolve("dataset.yaml"));
    Files.writeString(
        folder.resolve("dataset.yaml"), prepared + "training: {learningRate: 0.01}\n");
    assertThat(Provenance.hasFurtherSettings(folder)).isTrue();
    assertChangeIsKept("settings of its own in dataset.yaml, so it is not replaced; take them out");
    Files.writeString(
        folder.resolve("dataset.yaml"),
        prepared.replace("modalities: {}, categories: null", "standardize: true"));
    assertChangeIsKept("settings of its own in dataset.yaml, so it is not replaced; take them out");
    Files.writeString(folder.resolve("dataset.yaml"), prepared);
    Files.writeString(folder.resolve("items.jsonl"), "other texts");
    assertChangeIsKept(
        "items.jsonl, which was changed since it was prepared, so it is not replaced; move that away");
    Files.delete(folder.resolve("items.jsonl"));
    new Plan().overwrite().prepare(OTHERS.unlabelled(), folder);
    assertThat(folder.resolve("dataset.yaml")).content().isNotEqualTo(prepared);
  }

  @Test
  void whatEarlierVersionsWroteIsNoSettingOfItsOwn() throws IOException {
    new Plan().prepare(ROWS.unlabelled(), folder);
    String prepared = Files.readString(folder.resolve("dataset.yaml"));
    Files.writeString(
        folder.resolve("dataset.yaml"),
        prepared.replace("data: {modalities: {}, categories: null}", "data: {modalities: {}}"));
    assertThat(Provenance.hasFurtherSettings(folder)).isFalse();
    assertThat(folder.resolve("dataset.yaml")).content().isNotEqualTo(prepared);
  }

  @Test
  void aLinkStandsForTheFolderItLeadsTo() throws IOException {
    Path big = parent.resolve("disk").resolve("big");
    new Plan().prepare(ROWS.unlabelled(), big);
    Files.createSymbolicLink(folder, big);
    Path features = Files.writeString(big.resolve("text_feat.npy"), "hours of encoding");
    assertThatThrownBy(() -> new Plan().overwrite().prepare(OTHERS.unlabelled(), folder))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("big holds text_feat.npy, which the preparation did not write");
    Files.delete(features);
    Path images = Files.createSymbolicLink(big.resolve("images"), parent);
    assertThatThrownBy(() -> new Plan().overwrite().prepare(OTHERS.unlabelled(), folder))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("big holds images, which the preparation did not write");
    Files.delete(images);
    new Plan().overwrite().prepare(OTHERS.unlabelled(), folder);
    assertThat(folder).isSymbolicLink();
    assertThat(big.resolve("items.tsv")).content().contains("\ts\n");
    assertThat(FolderBytes.names(big.getParent())).containsExactly("big");
    Path nowhere = Files.createSymbolicLink(parent.resolve("e"), parent.resolve("nowhere"));
    assertThatThrownBy(() -> new Plan().prepare(ROWS.unlabelled(), nowhere))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "cannot make %s: no such file or folder; name another folder with --out"
                .formatted(nowhere));
  }

  private void assertChangeIsKept(String held) throws IOException {
    Map<String, String> before = Map.copyOf(FolderBytes.of(folder));
    assertThatThrownBy(() -> new Plan().overwrite().prepare(OTHERS.unlabelled(), folder))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(folder + " holds " + held)
        .hasMessageEndingWith("or name another folder");
    assertThat(FolderBytes.of(folder)).isEqualTo(before);
  }

  @Test
  void whatWasPutIntoAPreparedFolderIsNotDeleted() throws IOException {
    new Plan().prepare(ROWS.unlabelled(), folder);
    Files.writeString(folder.resolve("text_feat.npy"), "hours of encoding");
    Files.createDirectory(folder.resolve("runs"));
    Files.writeString(folder.resolve("runs").resolve("d.inter"), "a name that is known elsewhere");
    Map<String, String> before = Map.copyOf(FolderBytes.of(folder.resolve("runs")));
    assertThatThrownBy(() -> new Plan().overwrite().prepare(OTHERS.unlabelled(), folder))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "%s holds %s, which the preparation did not write, so it is not replaced; move that away or name another folder"
                .formatted(folder, Path.of("runs", "d.inter")));
    assertThat(FolderBytes.of(folder.resolve("runs"))).isEqualTo(before);
    Files.delete(folder.resolve("runs").resolve("d.inter"));
    Files.delete(folder.resolve("runs"));
    assertThatThrownBy(() -> new Plan().overwrite().prepare(OTHERS.unlabelled(), folder))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(folder + " holds text_feat.npy, which the preparation did not write");
    assertThat(folder.resolve("text_feat.npy")).hasContent("hours of encoding");
    Files.delete(folder.resolve("text_feat.npy"));
    new Plan().overwrite().prepare(OTHERS.unlabelled(), folder);
    assertThat(folder.resolve("items.tsv")).content().contains("\ts\n");
  }

  @Test
  void sweepsWhatKilledProcessesLeft() throws IOException {
    Files.createFile(parent.resolve(RUN + ".lock"));
    Path half = Files.createDirectory(parent.resolve(RUN + ".preparing"));
    Files.writeString(half.resolve("d.inter"), "half");
    Files.createFile(parent.resolve(".d.e.3b241101-e2bb-4255-8caf-4136c566a962.lock"));
    new Plan().prepare(ROWS.unlabelled(), folder);
    assertThat(FolderBytes.names(parent))
        .containsExactly(".d.e.3b241101-e2bb-4255-8caf-4136c566a962.lock", "d");
  }

  @Test
  void aFolderWhoseSuccessorDidNotComeGetsItsNameBack() throws IOException {
    new Plan().prepare(ROWS.unlabelled(), folder);
    Map<String, String> before = FolderBytes.of(folder);
    Files.createFile(parent.resolve(RUN + ".lock"));
    Files.move(folder, parent.resolve(RUN + ".replaced"));
    assertThatThrownBy(() -> new Plan().prepare(OTHERS.unlabelled(), folder))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("d is there already");
    assertThat(FolderBytes.of(folder)).isEqualTo(before);
    assertThat(FolderBytes.names(parent)).containsExactly("d");
  }

  @Test
  void aFolderGetsItsNameBackIfItsSuccessorCannotTakeIt() throws IOException {
    new Plan().prepare(ROWS.unlabelled(), folder);
    Map<String, String> before = FolderBytes.of(folder);
    try (PendingFolder pending = begin(true)) {
      String made = pending.path().getFileName().toString();
      Files.delete(pending.path());
      assertThatThrownBy(pending::finish)
          .isInstanceOf(NoSuchFileException.class)
          .hasMessageContaining(made);
      assertThat(folder).doesNotExist();
    }
    assertThat(FolderBytes.of(folder)).isEqualTo(before);
    assertThat(FolderBytes.names(parent)).containsExactly("d");
  }

  @Test
  void aFolderWhoseSuccessorCameIsGone() throws IOException {
    new Plan().prepare(ROWS.unlabelled(), parent.resolve("old"));
    Files.createFile(parent.resolve(RUN + ".lock"));
    Files.move(parent.resolve("old"), parent.resolve(RUN + ".replaced"));
    new Plan().prepare(OTHERS.unlabelled(), parent.resolve("e"));
    Files.move(parent.resolve("e"), folder);
    Map<String, String> successor = FolderBytes.of(folder);
    assertThatThrownBy(() -> new Plan().prepare(ROWS.unlabelled(), folder))
        .isInstanceOf(InputException.class);
    assertThat(FolderBytes.of(folder)).isEqualTo(successor);
    assertThat(FolderBytes.names(parent)).containsExactly("d");
  }

  @Test
  void ofTwoAtOnceTheFirstToFinishStaysAndNeitherSweepsTheOther() throws IOException {
    try (PendingFolder slow = begin(false)) {
      new Plan().prepare(ROWS.unlabelled(), folder);
      Map<String, String> quick = FolderBytes.of(folder);
      assertThat(slow.path()).isDirectory();
      assertThatThrownBy(slow::finish)
          .isInstanceOf(InputException.class)
          .hasMessageContaining("d is there already");
      assertThat(FolderBytes.of(folder)).isEqualTo(quick);
    }
    assertThat(FolderBytes.names(parent)).containsExactly("d");
  }

  @Test
  void manyAtOnceDisturbNobody() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Boolean>> rounds =
          Collections.nCopies(
              400,
              () -> {
                try (PendingFolder pending = begin(false)) {
                  Files.createFile(pending.path().resolve("file"));
                  return Files.exists(pending.path().resolve("file"));
                }
              });
      for (Future<Boolean> undisturbed : threads.invokeAll(rounds)) {
        assertThat(undisturbed.get()).isTrue();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(FolderBytes.names(parent)).isEmpty();
  }
}
