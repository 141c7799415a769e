package dev.slipway.processing;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the files of videos are processed. */
@ConfigMapping(prefix = "slipway.processing")
public interface ProcessingConfig {
  /**
   * Whether each new video is probed before it is ready. If not, a video is ready as soon as its
   * first bytes look like a video's, and its format stays unknown. For installations without
   * ffprobe.
   */
  @WithDefault("true")
  boolean enabled();

  /**
   * How many media jobs this process runs at a time; 0 for none, if other processes run them. Each
   * runs a program on one core.
   */
  @WithDefault("2")
  int workers();

  /**
   * How often an idle process looks for jobs that other processes have queued, and a fifth as often
   * for renditions. Its own ones start at once.
   */
  @WithDefault("2S")
  Duration poll();

  /** The number of failed attempts after which a job is dead. Outages don't count. */
  @WithDefault("5")
  int tries();

  /**
   * The delay after the first failed attempt. It doubles with each further one, up to 15 minutes.
   */
  @WithDefault("10S")
  Duration retryDelay();
}
