package dev.slipway.media.picture;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Limits of making posters and storyboards. */
@ConfigMapping(prefix = "slipway.media.pictures")
public interface PictureConfig {
  /** The bytes of a file that are read at most for its poster, with its index. */
  @WithDefault("64M")
  MemorySize maxRead();

  /**
   * The bytes of a file that are read at most for its storyboard. A hundred key frames of a 4K
   * video have about 100 MB.
   */
  @WithDefault("256M")
  MemorySize storyboardMaxRead();

  /** How long one run of ffmpeg may take. A poster takes about a second. */
  @WithDefault("2M")
  Duration timeout();

  /** The address space of ffmpeg. One 8K picture needs up to 400 MB. */
  @WithDefault("1G")
  MemorySize memory();
}
