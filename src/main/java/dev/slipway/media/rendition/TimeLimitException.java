package dev.slipway.media.rendition;

import dev.slipway.media.probe.MediaProgramException;

/** ffmpeg did not end in the time that a video of this duration may take. */
public final class TimeLimitException extends MediaProgramException {
  public TimeLimitException(String message) {
    super(message);
  }
}
