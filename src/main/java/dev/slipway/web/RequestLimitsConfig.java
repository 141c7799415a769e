package dev.slipway.web;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How much one replica takes on. */
@ConfigMapping(prefix = "slipway.limits")
interface RequestLimitsConfig {
  /** Requests under way at once: twice the threads that work on them. */
  @WithDefault("400")
  int requests();
}
