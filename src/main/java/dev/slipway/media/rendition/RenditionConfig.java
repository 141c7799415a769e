package dev.slipway.media.rendition;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Which videos get renditions for adaptive streaming, and what making them may cost. */
@ConfigMapping(prefix = "slipway.renditions")
public interface RenditionConfig {
  /**
   * Whether new videos get renditions, where ffmpeg is available. If not, browsers play the
   * uploaded file.
   */
  @WithDefault("true")
  boolean enabled();

  /**
   * How many videos this process transcodes at a time; 0 for none, if other processes do. Each
   * keeps two cores busy. Other media jobs don't wait for them.
   */
  @WithDefault("1")
  int workers();

  /**
   * Whether videos that were stored before get renditions too, while there is nothing else to do.
   */
  @WithDefault("false")
  boolean backfill();

  /**
   * The largest file that is transcoded. A worker copies the file to its temporary directory,
   * because programs without a network read it there.
   */
  @WithDefault("10G")
  MemorySize maxSourceSize();

  /** The longest video that is transcoded. */
  @WithDefault("4H")
  Duration maxDuration();

  /** The free space that a copy must leave in the temporary directory. */
  @WithDefault("1G")
  MemorySize minFreeSpace();

  /**
   * How long ffmpeg may run for each second of video, at most 12 hours in all. Two cores need about
   * a second for one of 1080p; there are slower machines and codecs.
   */
  @WithDefault("20S")
  Duration timePerSecond();

  /** How long ffmpeg may run without progress. */
  @WithDefault("5M")
  Duration stallTimeout();

  /** The address space of ffmpeg. */
  @WithDefault("4G")
  MemorySize memory();

  /** Up to this bit rate, a file that all browsers play is not transcoded, in bits per second. */
  @WithDefault("1500000")
  long skipBitRate();

  /** Up to this size, a file that all browsers play is not transcoded. */
  @WithDefault("8M")
  MemorySize skipSize();
}
