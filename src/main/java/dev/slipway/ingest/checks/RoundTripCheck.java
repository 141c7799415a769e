package dev.slipway.ingest.checks;

import dev.slipway.doctor.Check;
import dev.slipway.doctor.CheckResult;
import dev.slipway.ingest.EnabledTransports;
import dev.slipway.ingest.Transport;
import dev.slipway.ingest.inbox.AwaitedKeys;
import dev.slipway.ingest.inbox.NotificationQueue;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.checks.TestObjects;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Checks that a notification arrives in the inbox, by uploading a test object. */
@ApplicationScoped
class RoundTripCheck implements Check {
  /** Longer than three seconds, after which a store with a queue directory retries a delivery. */
  private static final Duration TIMEOUT = Duration.ofSeconds(6);

  private final TestObjects testObjects;
  private final AwaitedKeys awaitedKeys;
  private final Predicate<ObjectKey> isInInbox;
  private final EnabledTransports transports;
  private final Duration timeout;

  @Inject
  RoundTripCheck(
      TestObjects testObjects,
      AwaitedKeys awaitedKeys,
      NotificationQueue queue,
      EnabledTransports transports) {
    this(testObjects, awaitedKeys, queue::hasNotificationAbout, transports, TIMEOUT);
  }

  /**
   * @param isInInbox whether any replica has received a notification about an object key
   */
  RoundTripCheck(
      TestObjects testObjects,
      AwaitedKeys awaitedKeys,
      Predicate<ObjectKey> isInInbox,
      EnabledTransports transports,
      Duration timeout) {
    this.testObjects = testObjects;
    this.awaitedKeys = awaitedKeys;
    this.isInInbox = isInInbox;
    this.transports = transports;
    this.timeout = timeout;
  }

  @Override
  public String name() {
    return "Notification delivery";
  }

  @Override
  public CheckResult run(String pageOrigin) {
    try (var object = testObjects.create();
        var waiter = awaitedKeys.register(object.key())) {
      object.put();
      var storedAt = System.nanoTime();
      var notifiedAt = waiter.await(timeout);
      if (notifiedAt.isPresent()) {
        return arrived(notifiedAt.getAsLong() - storedAt);
      }
      return isInInbox.test(object.key()) ? arrivedElsewhere() : missing();
    } catch (IOException e) {
      return CheckResult.unknown(
          "The test object can't be stored (%s). Fix that first.".formatted(e.getMessage()));
    }
  }

  private static CheckResult arrived(long nanos) {
    return nanos <= 0
        ? CheckResult.fine(
            "The test notification arrived before the store responded to the upload.")
        : CheckResult.fine(
            "The test notification arrived %d ms after the upload."
                .formatted(TimeUnit.NANOSECONDS.toMillis(nanos)));
  }

  private CheckResult arrivedElsewhere() {
    return CheckResult.fine(
        "The test notification arrived at another replica within %d seconds."
            .formatted(timeout.toSeconds()));
  }

  private CheckResult missing() {
    return CheckResult.broken(
        ("The test notification did not arrive within %d seconds by %s. %s Until then, videos"
                + " appear when their upload is completed, or when bucket and catalogue are compared.")
            .formatted(timeout.toSeconds(), transports.formatNames(), remedy()));
  }

  private String remedy() {
    if (transports.includes(Transport.WEBHOOK)) {
      return "Configure a notification target in the store that posts to /notifications/s3 with"
          + " SLIPWAY_NOTIFICATIONS_TOKEN, or use Amazon SNS or Google Pub/Sub, which sign their"
          + " messages, and subscribe it to the bucket (docs/notifications.md).";
    }
    return transports.includes(Transport.KAFKA)
        ? "Configure Kafka as a notification target in the store, with the topic of"
            + " SLIPWAY_NOTIFICATIONS_KAFKA_TOPIC, and subscribe it to the bucket"
            + " (docs/notifications.md)."
        : "/q/health/well shows why listening fails (docs/notifications.md).";
  }
}
