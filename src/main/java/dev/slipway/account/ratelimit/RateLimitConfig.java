package dev.slipway.account.ratelimit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * How many requests one replica accepts from one account, and how many signing requests all
 * replicas together accept without a login from one network. {@link AccountRateLimiter} computes
 * the limits that have no default here.
 */
@ConfigMapping(prefix = "slipway.limits")
public interface RateLimitConfig {
  /** Signing requests of one account in a burst, such as when someone drops a folder of files. */
  @WithDefault("300")
  int signBurst();

  /**
   * Signing requests of one account per second in the long run. One request can sign a thousand
   * parts.
   */
  @WithDefault("20")
  double signPerSecond();

  /**
   * Requests in a burst without a login. All people in one network share it, and a visit to a video
   * needs about eight: the default lets a lecture hall of 250 open the same link at once.
   */
  @WithDefault("2000")
  int signAnonymousBurst();

  /** Requests per second without a login in the long run, from one network. */
  @WithDefault("50")
  double signAnonymousPerSecond();

  /** Parts in a burst. */
  OptionalInt partsBurst();

  /** Parts per second in the long run. */
  OptionalDouble partsPerSecond();

  /** Changes in a burst, such as when someone cancels the uploads of a folder. */
  OptionalInt changeBurst();

  /** Changes per second in the long run. */
  OptionalDouble changePerSecond();

  /** Requests that ask the store, in a burst, such as when a folder of small files ends. */
  OptionalInt checkBurst();

  /** Requests that ask the store, per second in the long run. */
  OptionalDouble checkPerSecond();

  /**
   * Bulk requests in a burst: a page of the list, and its undo, for each of a few thousand videos.
   */
  @WithDefault("60")
  int bulkBurst();

  /** Bulk requests per second in the long run. */
  @WithDefault("1")
  double bulkPerSecond();
}
