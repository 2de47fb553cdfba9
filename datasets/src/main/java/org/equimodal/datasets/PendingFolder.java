package org.equimodal.datasets;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A folder that is made under a temporary name beside its final one and renamed when it is whole,
 * so that nothing half-made ever bears the final name, whatever ends the process.
 *
 * <p>Beside {@code NAME} there are meanwhile {@code .NAME.UUID.lock}, locked by the process, {@code
 * .NAME.UUID.preparing}, and {@code .NAME.UUID.replaced} for the moment in which another folder
 * takes the name. A process that is ended by Ctrl-C or SIGTERM removes them; what one that was
 * killed has left of these is swept by the next. A folder whose successor did not come gets its
 * name back.
 */
public final class PendingFolder implements AutoCloseable {
  private static final String LOCK = ".lock";
  private static final String PREPARING = ".preparing";
  private static final String REPLACED = ".replaced";

  private final Path target;
  private final Consumer<Path> requireFree;
  private final OnTermination termination;
  private Path lock;
  private FileChannel channel;
  private LockAttempt held;

  private PendingFolder(Path target, Consumer<Path> requireFree) {
    this.target = target;
    this.requireFree = requireFree;
    this.lock = newLock(target);
    this.termination = OnTermination.clean(() -> sweepOf(lock, target));
  }

  /**
   * Sweeps what earlier processes left, and makes an empty folder under a temporary name.
   *
   * @param folder the final name; of a link, that of the folder it leads to
   * @param requireFree refuses the name, as an absolute path, if what bears it may not be replaced;
   *     asked now and before the renaming
   * @throws InputException if the name is refused, or no folder can be made there
   */
  public static PendingFolder begin(Path folder, Consumer<Path> requireFree) {
    try {
      return make(folder, requireFree);
    } catch (IOException e) {
      throw new InputException(
          "cannot make %s: %s; name another folder with --out".formatted(folder, Reason.of(e)), e);
    }
  }

  private static PendingFolder make(Path folder, Consumer<Path> requireFree) throws IOException {
    Path named = folder.toAbsolutePath().normalize();
    Path target = Files.isSymbolicLink(named) ? named.toRealPath() : named;
    if (target.getParent() == null) {
      throw new InputException(folder + " is the root of a file system; name a folder in it");
    }
    Files.createDirectories(target.getParent());
    sweep(target);
    requireFree.accept(target);
    PendingFolder pending = new PendingFolder(target, requireFree);
    try {
      pending.termination.before(pending::create);
    } catch (IOException e) {
      pending.close();
      throw e;
    }
    return pending;
  }

  private static Path newLock(Path target) {
    return beside(target, UUID.randomUUID() + LOCK);
  }

  private void create() throws IOException {
    channel = FileChannel.open(lock, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    while (isSwept()) {
      channel.close();
      Files.deleteIfExists(lock);
      lock = newLock(target);
      channel = FileChannel.open(lock, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }
    Files.createDirectory(path());
  }

  /** Whether another process took the lock before this one could, as of one that is no more. */
  private boolean isSwept() throws IOException {
    held = LockAttempt.of(channel);
    return held.isBusy() || Files.notExists(lock);
  }

  /** Where files are to be written. A signal may remove it at any time; it is not to be remade. */
  public Path path() {
    return sibling(lock, PREPARING);
  }

  /** Gives the folder its final name. */
  public void finish() throws IOException {
    termination.before(this::rename);
  }

  private void rename() throws IOException {
    requireFree.accept(target);
    Path replaced = sibling(lock, REPLACED);
    if (Files.exists(target)) {
      Files.move(target, replaced, StandardCopyOption.ATOMIC_MOVE);
    }
    Files.move(path(), target, StandardCopyOption.ATOMIC_MOVE);
    FolderRemoval.of(replaced);
  }

  /** Removes what was not finished; a folder whose successor did not come gets its name back. */
  @Override
  public void close() {
    try {
      termination.before(this::remove);
      termination.cancel();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + path() + ": " + e.getMessage(), e);
    }
  }

  private void remove() throws IOException {
    sweepOf(lock, target);
    if (channel != null) {
      channel.close();
    }
  }

  /** Removes what processes that are no more left beside the target. */
  private static void sweep(Path target) throws IOException {
    List<Path> locks;
    try (Stream<Path> siblings = Files.list(target.getParent())) {
      String prefix = beside(target, "").getFileName().toString();
      locks =
          siblings
              .filter(path -> path.getFileName().toString().startsWith(prefix))
              .filter(path -> path.getFileName().toString().endsWith(LOCK))
              .filter(path -> isRunsName(path.getFileName().toString().substring(prefix.length())))
              .toList();
    }
    for (Path lock : locks) {
      try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE);
          LockAttempt attempt = LockAttempt.of(channel)) {
        if (attempt.isTaken()) {
          sweepOf(lock, target);
        }
      } catch (NoSuchFileException e) {
        // Its process has ended meanwhile, and swept for itself.
      }
    }
  }

  /** Whether the rest of a name is what this class makes, and not that of a longer target. */
  private static boolean isRunsName(String rest) {
    return rest.length() == UUID.randomUUID().toString().length() + LOCK.length();
  }

  private static void sweepOf(Path lock, Path target) throws IOException {
    Path replaced = sibling(lock, REPLACED);
    if (Files.exists(replaced) && Files.notExists(target)) {
      Files.move(replaced, target, StandardCopyOption.ATOMIC_MOVE);
    }
    FolderRemoval.of(replaced);
    FolderRemoval.of(sibling(lock, PREPARING));
    Files.deleteIfExists(lock);
  }

  private static Path beside(Path target, String rest) {
    return target.resolveSibling("." + target.getFileName() + "." + rest);
  }

  private static Path sibling(Path lock, String ending) {
    String name = lock.getFileName().toString();
    return lock.resolveSibling(name.substring(0, name.length() - LOCK.length()) + ending);
  }
}
