package dev.slipway.account.ratelimit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How often one account may ask for something to be signed, of one replica. */
@ConfigMapping(prefix = "slipway.limits")
interface RateLimitConfig {
  /** At once: somebody drops a folder of files. */
  @WithDefault("300")
  int signBurst();

  /** For as long as they like. One call may sign a thousand parts. */
  @WithDefault("20")
  double signPerSecond();
}
