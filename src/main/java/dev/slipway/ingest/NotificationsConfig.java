package dev.slipway.ingest;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How notifications arrive, how their senders authenticate, and how they are processed. */
@ConfigMapping(prefix = "slipway.notifications")
public interface NotificationsConfig {
  /** The transports: {@code webhook}, {@code listen}, {@code kafka}, or several of them. */
  @WithDefault("webhook")
  List<String> transport();

  /**
   * The secret that the store sends with each webhook request. With the webhook transport the
   * application does not start without it, unless SNS topics or Pub/Sub accounts are configured.
   * Can be read from a file.
   */
  Optional<String> token();

  /**
   * The ARNs of the Amazon SNS topics whose messages are accepted. Without any, SNS signatures are
   * not accepted, and no certificate is fetched.
   */
  Optional<Set<String>> snsTopics();

  /**
   * The setting "audience" of the Google Pub/Sub push subscriptions. Without it and without
   * accounts, tokens signed by Google are not accepted, and no key is fetched.
   */
  Optional<String> pubsubAudience();

  /** The e-mail addresses of the service accounts that Pub/Sub push subscriptions use. */
  Optional<Set<String>> pubsubAccounts();

  /**
   * Whether the store is configured to persist an event until it is delivered. The application's
   * key can't read that setting, so the doctor relies on it.
   */
  @WithDefault("false")
  boolean durable();

  /**
   * How many notifications one replica processes at a time. Each costs a HEAD, a short GET and two
   * transactions.
   */
  @WithDefault("4")
  int workers();

  /**
   * How long a worker has a claimed notification to itself; after that any replica may claim it
   * again, so after a crash no notification waits longer. By default three times the time limit of
   * a call to the store: processing an object takes a HEAD and a GET. Two workers processing the
   * same one do no harm.
   */
  Optional<Duration> lease();

  /**
   * How long applied and superseded notifications are kept: long enough to see how a video got into
   * the catalogue.
   */
  @WithDefault("30D")
  Duration keep();

  /** How long dead letters are kept: longer, because they need attention and are few. */
  @WithDefault("365D")
  Duration keepDead();

  /**
   * The number of failed attempts after which a notification becomes a dead letter. Outages of the
   * store or the database do not count.
   */
  @WithDefault("10")
  int tries();
}
