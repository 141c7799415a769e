package dev.slipway.web.limits;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How much one replica takes on. */
@ConfigMapping(prefix = "slipway.limits")
interface RequestLimitsConfig {
  /** Requests under way at once: twice the threads that work on them. */
  @WithDefault("400")
  int requests();

  /** Until a whole body has come: a megabyte in a minute. */
  @WithDefault("1M")
  Duration body();
}
