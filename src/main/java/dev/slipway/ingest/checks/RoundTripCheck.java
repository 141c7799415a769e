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

/** Whether the notification of an object that is put arrives in the inbox. */
@ApplicationScoped
class RoundTripCheck implements Check {
  /** A store with a queue directory sends every three seconds what it could not send at once. */
  private static final Duration LONGEST = Duration.ofSeconds(6);

  private final TestObjects probes;
  private final AwaitedKeys awaited;
  private final Predicate<ObjectKey> inInbox;
  private final EnabledTransports transports;
  private final Duration longest;

  @Inject
  RoundTripCheck(
      TestObjects probes,
      AwaitedKeys awaited,
      NotificationQueue inbox,
      EnabledTransports transports) {
    this(probes, awaited, inbox::hasNotificationAbout, transports, LONGEST);
  }

  /**
   * @param inInbox whether a notification has come for a key, to whichever replica
   */
  RoundTripCheck(
      TestObjects probes,
      AwaitedKeys awaited,
      Predicate<ObjectKey> inInbox,
      EnabledTransports transports,
      Duration longest) {
    this.probes = probes;
    this.awaited = awaited;
    this.inInbox = inInbox;
    this.transports = transports;
    this.longest = longest;
  }

  @Override
  public String name() {
    return "A notification arrives";
  }

  @Override
  public CheckResult run(String pageOrigin) {
    try (var probe = probes.create();
        var wait = awaited.register(probe.key())) {
      probe.put();
      var answered = System.nanoTime();
      var named = wait.await(longest);
      if (named.isPresent()) {
        return arrived(named.getAsLong() - answered);
      }
      return inInbox.test(probe.key()) ? arrivedElsewhere() : lost();
    } catch (IOException e) {
      return CheckResult.unknown(
          "Nothing can be put to be told of (%s). First mend that.".formatted(e.getMessage()));
    }
  }

  private static CheckResult arrived(long nanos) {
    return nanos <= 0
        ? CheckResult.fine("That of a probe came before the store had answered the upload.")
        : CheckResult.fine(
            "That of a probe came %d ms after the upload."
                .formatted(TimeUnit.NANOSECONDS.toMillis(nanos)));
  }

  private CheckResult arrivedElsewhere() {
    return CheckResult.fine(
        "That of a probe came within %d seconds, to another replica."
            .formatted(longest.toSeconds()));
  }

  private CheckResult lost() {
    return CheckResult.broken(
        ("That of a probe did not come within %d seconds, by %s. %s Until then videos appear when"
                + " their upload is completed, or when bucket and catalogue are compared.")
            .formatted(longest.toSeconds(), transports.describe(), remedy()));
  }

  private String remedy() {
    if (transports.includes(Transport.WEBHOOK)) {
      return "Configure a target of the store that posts to /notifications/s3 with"
          + " SLIPWAY_NOTIFICATIONS_TOKEN, or Amazon SNS or Google Pub/Sub with signatures of their"
          + " own, and subscribe it to the bucket (docs/notifications.md).";
    }
    return transports.includes(Transport.KAFKA)
        ? "Configure Kafka as a target of the store with the topic of"
            + " SLIPWAY_NOTIFICATIONS_KAFKA_TOPIC, and subscribe it to the bucket"
            + " (docs/notifications.md)."
        : "Look at /q/health/well, which says why listening fails (docs/notifications.md).";
  }
}
