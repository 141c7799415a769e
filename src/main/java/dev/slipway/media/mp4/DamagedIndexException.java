package dev.slipway.media.mp4;

/** The index contradicts itself. The message completes the sentence 'the index is damaged: …'. */
public final class DamagedIndexException extends Exception {
  DamagedIndexException(String message) {
    super(message);
  }
}
