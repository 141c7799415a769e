package dev.slipway.processing;

import java.util.Locale;

/** What a media job does. */
public enum JobKind {
  /** Reads the format of the file, and decides whether the video can be played. */
  PROBE;

  public String lowerCaseName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
