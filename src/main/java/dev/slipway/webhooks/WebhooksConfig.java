package dev.slipway.webhooks;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;

/** Which webhooks are accepted, and how events are sent to them. */
@ConfigMapping(prefix = "slipway.webhooks")
public interface WebhooksConfig {
  /**
   * Whether requests may go to loopback and private addresses, and without TLS. Then everybody who
   * may create webhooks can send requests to services in the application's network.
   */
  @WithDefault("false")
  boolean privateNetworks();

  /** How many webhooks one account may have. */
  @WithDefault("10")
  int maxPerAccount();

  /**
   * How many deliveries of one webhook may wait; beyond it, the oldest ones become dead. With an
   * outage of two days, it is one event every 17 seconds.
   */
  @WithDefault("10000")
  int maxPending();

  /** How long one attempt may take in total, from resolving the name to the end of the response. */
  @WithDefault("10S")
  Duration timeout();

  /** How long a process has a claimed delivery to itself; then any process may send it again. */
  @WithDefault("1M")
  Duration lease();

  /**
   * The delay after each failed attempt, extended at random by up to a fifth. After as many failed
   * retries a delivery is dead.
   */
  @WithDefault("5S,30S,2M,10M,1H,4H,12H,24H")
  List<Duration> retryDelays();

  /** How many requests one process sends at a time. */
  @WithDefault("50")
  int concurrency();

  /**
   * How many requests are sent to one webhook at a time. When slow receivers use {@link
   * #concurrency} up, the next free one goes to the webhook with the fewest running requests, so
   * they delay the others by at most {@link #timeout}.
   */
  @WithDefault("4")
  int concurrencyPerWebhook();

  /** How long all attempts must have failed until a webhook is disabled. */
  @WithDefault("5D")
  Duration disableAfter();

  /** How long requests are signed with previous secrets too, after the last replacement. */
  @WithDefault("24H")
  Duration rotationPeriod();

  /** How long deliveries are kept after their event. */
  @WithDefault("30D")
  Duration keep();

  /** How many deliveries of one webhook are kept; the oldest that don't wait are removed first. */
  @WithDefault("20000")
  int maxKept();
}
