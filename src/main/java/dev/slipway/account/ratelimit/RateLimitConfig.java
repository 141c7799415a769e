package dev.slipway.account.ratelimit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/**
 * How many requests one replica accepts from one account, and how many signing requests all
 * replicas together accept without a login from one network.
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

  /** Parts in a burst: those of two files of the largest number of parts. */
  @WithDefault("20000")
  int partsBurst();

  /** Parts per second in the long run. At 16 MiB each, 8 GB of files each second. */
  @WithDefault("500")
  double partsPerSecond();

  /** Changes in a burst, such as when someone cancels the uploads of a folder. */
  @WithDefault("2000")
  int changeBurst();

  /** Changes per second in the long run. */
  @WithDefault("50")
  double changePerSecond();

  /** Requests that ask the store, in a burst, such as when a folder of small files ends. */
  @WithDefault("1000")
  int checkBurst();

  /** Requests that ask the store, per second in the long run. More than those that open uploads. */
  @WithDefault("50")
  double checkPerSecond();

  /**
   * Bulk requests in a burst: a page of the list, and its undo, for each of a few thousand videos.
   */
  @WithDefault("60")
  int bulkBurst();

  /** Bulk requests per second in the long run. */
  @WithDefault("1")
  double bulkPerSecond();
}
