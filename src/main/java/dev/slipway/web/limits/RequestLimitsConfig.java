package dev.slipway.web.limits;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The load that one replica accepts. */
@ConfigMapping(prefix = "slipway.limits")
interface RequestLimitsConfig {
  /** Requests in progress at once. The default is twice the number of worker threads. */
  @WithDefault("400")
  int requests();

  /** How long a whole request body may take. The default allows a megabyte in a minute. */
  @WithDefault("1M")
  Duration body();
}
