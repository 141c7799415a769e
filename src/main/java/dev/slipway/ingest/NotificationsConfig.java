package dev.slipway.ingest;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How notifications come and prove where they come from, and how hard we try to apply them. */
@ConfigMapping(prefix = "slipway.notifications")
public interface NotificationsConfig {
  /** How they come: {@code webhook}, {@code listen}, {@code kafka}, or several of them. */
  @WithDefault("webhook")
  List<String> transport();

  /**
   * The secret that the store sends with a webhook, for which the application does not start
   * without one. Also as a file.
   */
  Optional<String> token();

  /**
   * The topics of Amazon SNS whose messages are taken, by their ARNs. Without any, a signature
   * counts for nothing, and nothing of Amazon's is ever fetched.
   */
  Optional<Set<String>> snsTopics();

  /**
   * Whom push subscriptions of Google Pub/Sub address: their setting "audience". Without it, and
   * without accounts, a token of Google's counts for nothing, and nothing of Google's is fetched.
   */
  Optional<String> pubsubAudience();

  /** The service accounts, by their e-mail addresses, in whose name Pub/Sub pushes. */
  Optional<Set<String>> pubsubAccounts();

  /** How many are applied at a time: each is a HEAD, a short GET and two transactions. */
  @WithDefault("4")
  int workers();

  /**
   * How long an attempt has before another worker, here or on another replica, may take over. Two
   * calls to the store fit, and after a crash nothing waits longer. Two at once do no harm.
   */
  @WithDefault("30S")
  Duration lease();

  /** How long what is applied or superseded is kept: long enough to see how a video came. */
  @WithDefault("30D")
  Duration keep();

  /** How long dead letters are kept. Nobody has seen to them yet, and they are few. */
  @WithDefault("365D")
  Duration keepDead();

  /** After so many failures that are not the store's or the database's absence: dead. */
  @WithDefault("10")
  int tries();
}
