package org.equimodal.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LockAttemptTest {
  @TempDir private Path folder;

  private FileChannel open() throws IOException {
    return FileChannel.open(
        folder.resolve("file"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  @Test
  void whatOneHasIsBusyForOthersUntilItIsLetGo() throws IOException {
    try (FileChannel one = open();
        FileChannel other = open()) {
      try (LockAttempt first = LockAttempt.of(one);
          LockAttempt second = LockAttempt.of(other)) {
        assertThat(first.isTaken()).isTrue();
        assertThat(first.isBusy()).isFalse();
        assertThat(second.isTaken()).isFalse();
        assertThat(second.isBusy()).isTrue();
      }
      try (LockAttempt third = LockAttempt.waiting(other)) {
        assertThat(third.isTaken()).isTrue();
      }
    }
  }

  @Test
  void whatAnotherProcessHasIsBusy() throws IOException {
    try (LockAttempt attempt = LockAttempt.of(() -> null)) {
      assertThat(attempt.isTaken()).isFalse();
      assertThat(attempt.isBusy()).isTrue();
    }
  }

  @Test
  void onAFileSystemWithoutLocksNothingIsTakenOrBusy() throws IOException {
    LockAttempt.Request unsupported =
        () -> {
          throw new IOException("No locks available");
        };
    try (LockAttempt attempt = LockAttempt.of(unsupported)) {
      assertThat(attempt.isTaken()).isFalse();
      assertThat(attempt.isBusy()).isFalse();
    }
  }

  @Test
  void aClosedChannelIsNoSuchFileSystem() throws IOException {
    FileChannel closed = open();
    closed.close();
    assertThatThrownBy(() -> LockAttempt.of(closed)).isInstanceOf(ClosedChannelException.class);
  }
}
