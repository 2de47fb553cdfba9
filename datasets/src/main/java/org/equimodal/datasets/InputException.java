package org.equimodal.datasets;

/**
 * Bad input: a dataset, a file or a setting that cannot be used as it is.
 *
 * <p>The message is one line that says what is wrong, where (file, line or row), why, and how to
 * fix it. The command line prints the message alone and exits with 2.
 */
public final class InputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** An exception with a one-line message; line breaks in it become spaces. */
  public InputException(String message) {
    this(message, null);
  }

  /** An exception with a one-line message and the failure behind it, which may be null. */
  public InputException(String message, Throwable cause) {
    super(message.strip().replaceAll("\\s*\\R\\s*", " "), cause);
  }
}
