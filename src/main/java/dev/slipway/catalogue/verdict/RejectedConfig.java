package dev.slipway.catalogue.verdict;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of rejected videos. */
@ConfigMapping(prefix = "slipway.rejected")
public interface RejectedConfig {
  /**
   * How long a rejected video is kept before it is deleted permanently, so that its owner can
   * download the file and repair it; 0 to keep it for ever. It counts against the quota until then.
   */
  @WithDefault("30D")
  Duration keep();
}
