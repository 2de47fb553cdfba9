package org.equimodal.datasets;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Why a file could not be read or written, in the words of people, and without its name. */
public final class Reason {
  private Reason() {}

  /** The reason, and after it the file, where nothing else names it. */
  public static String withFile(IOException e) {
    return e instanceof FileSystemException fault && fault.getFile() != null
        ? of(e) + " (" + fault.getFile() + ")"
        : of(e);
  }

  /** What an exception tells of the reason. */
  public static String of(Exception e) {
    if (e instanceof UncheckedIOException unchecked) {
      return of(unchecked.getCause());
    }
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof NoSuchFileException) {
      return "no such file or folder";
    }
    if (e instanceof FileAlreadyExistsException) {
      return "a file is in the way";
    }
    if (e instanceof CharacterCodingException) {
      return "not UTF-8 text";
    }
    String told = e instanceof FileSystemException fault ? fault.getReason() : e.getMessage();
    return told == null ? e.getClass().getSimpleName() : told;
  }
}
