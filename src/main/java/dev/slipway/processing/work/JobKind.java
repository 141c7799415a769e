package dev.slipway.processing.work;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What a media job does. */
public enum JobKind {
  /** Reads the format of the file, and decides whether the video can be played. */
  PROBE("Check"),
  /** Makes the poster and a small one for lists. */
  PICTURES("Poster"),
  /** Makes the frames that the seek bar shows. Follows the poster. */
  STORYBOARD("Storyboard"),
  /** Makes copies of the video for adaptive streaming. */
  RENDITIONS("Renditions");

  /**
   * The kinds that follow when the probe has accepted a video. None of them changes the video's
   * status.
   */
  public static final Set<JobKind> AFTER_PROBE =
      Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(PROBE, STORYBOARD)));

  private final String title;

  JobKind(String title) {
    this.title = title;
  }

  /** The workers that run the jobs of this kind. */
  public WorkerPool pool() {
    return this == RENDITIONS ? WorkerPool.LONG : WorkerPool.SHORT;
  }

  public String lowerCaseName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** In a word for people. */
  public String title() {
    return title;
  }
}
