package dev.slipway.account.ratelimit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How many signing requests one replica accepts from one account. */
@ConfigMapping(prefix = "slipway.limits")
interface RateLimitConfig {
  /** Requests in a burst, such as when someone drops a folder of files. */
  @WithDefault("300")
  int signBurst();

  /** Requests per second in the long run. One request can sign a thousand parts. */
  @WithDefault("20")
  double signPerSecond();
}
