package dev.slipway.lab;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Settings of the lab. */
@ConfigMapping(prefix = "slipway.lab")
interface LabConfig {
  /**
   * Whether the pages and endpoints of the lab exist. By default they do where demo accounts do,
   * because an installation for production needs no experiments.
   */
  @WithDefault("${slipway.demo-accounts:false}")
  boolean enabled();
}
