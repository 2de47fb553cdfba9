package org.equimodal.trainer.encoding;

/** An image that there is not, or that cannot be read; the message says why in a few words. */
final class UnreadableImageException extends Exception {

  private static final long serialVersionUID = 1;

  UnreadableImageException(String reason) {
    super(reason);
  }

  UnreadableImageException(String reason, Throwable cause) {
    super(reason, cause);
  }
}
