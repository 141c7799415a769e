package dev.slipway.media.picture;

/** An image can't become a poster. The message says why, in a sentence for people. */
public final class UnsuitableImageException extends Exception {
  UnsuitableImageException(String message) {
    super(message);
  }
}
