package dev.slipway.media.probe;

/**
 * Temporary files can't be created, written or read, for example because the disk is full. Try
 * again when there is space.
 */
public final class TemporaryFilesException extends MediaProgramException {
  public TemporaryFilesException(Exception cause) {
    super("Temporary files can't be written: " + cause.getMessage(), cause);
  }
}
