package dev.slipway.ingest.checks;

import dev.slipway.doctor.Check;
import dev.slipway.doctor.CheckResult;
import dev.slipway.ingest.EnabledTransports;
import dev.slipway.ingest.Transport;
import dev.slipway.storage.client.NotificationTargets;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether the store keeps an event on disk before it answers, and until it is delivered. Only an
 * administrator's key can read that, and ours should be none.
 */
@ApplicationScoped
class EventDurabilityCheck implements Check {
  private final NotificationTargets subscriptions;
  private final EnabledTransports transports;

  EventDurabilityCheck(NotificationTargets subscriptions, EnabledTransports transports) {
    this.subscriptions = subscriptions;
    this.transports = transports;
  }

  @Override
  public String name() {
    return "Events survive an outage";
  }

  @Override
  public CheckResult run(String pageOrigin) {
    if (subscriptions.isEmbeddedStore()) {
      return CheckResult.fine(
          "The embedded store keeps each on disk before it answers, until it is delivered.");
    }
    if (!transports.needBucketSubscription()) {
      return CheckResult.fine(
          "Listening keeps none: whenever it begins again, bucket and catalogue are compared.");
    }
    return CheckResult.unknown(
        ("The key can't read it. Amazon SNS and Google Pub/Sub try again by themselves. At MinIO set"
                + " %s to a directory and MINIO_API_SYNC_EVENTS=on: without them an event is sent"
                + " once, and lost where that fails.")
            .formatted(queueDirectories()));
  }

  private String queueDirectories() {
    return Stream.of(Transport.WEBHOOK, Transport.KAFKA)
        .filter(transports::includes)
        .map(transport -> transport.value().toUpperCase(Locale.ROOT))
        .map("MINIO_NOTIFY_%s_QUEUE_DIR_SLIPWAY"::formatted)
        .collect(Collectors.joining(" and "));
  }
}
