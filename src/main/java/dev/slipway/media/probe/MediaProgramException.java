package dev.slipway.media.probe;

/**
 * A media program is missing, did not end in time, crashed, or was ended by a limit. This says
 * nothing about the file: try again.
 */
public class MediaProgramException extends RuntimeException {
  public MediaProgramException(String message) {
    super(message);
  }

  public MediaProgramException(String message, Throwable cause) {
    super(message, cause);
  }
}
