package dev.slipway.account.ratelimit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/**
 * How many signing requests one replica accepts from one account, and all replicas together without
 * a login from one network.
 */
@ConfigMapping(prefix = "slipway.limits")
public interface RateLimitConfig {
  /** Requests in a burst, such as when someone drops a folder of files. */
  @WithDefault("300")
  int signBurst();

  /** Requests per second in the long run. One request can sign a thousand parts. */
  @WithDefault("20")
  double signPerSecond();

  /**
   * Requests in a burst without a login. All people behind one address share it, and a visit to a
   * video needs about eight: the default lets a lecture hall of 250 open the same link at once.
   */
  @WithDefault("2000")
  int signAnonymousBurst();

  /** Requests per second without a login in the long run, from one address. */
  @WithDefault("50")
  double signAnonymousPerSecond();
}
