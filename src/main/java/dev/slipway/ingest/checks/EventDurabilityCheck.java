package dev.slipway.ingest.checks;

import dev.slipway.doctor.Check;
import dev.slipway.doctor.CheckResult;
import dev.slipway.ingest.EnabledTransports;
import dev.slipway.ingest.NotificationsConfig;
import dev.slipway.ingest.Transport;
import dev.slipway.storage.client.NotificationTargets;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Checks that the store persists an event until it is delivered. It only knows this for some
 * configurations or from a setting, because reading the store's settings requires an
 * administrator's key, which the application should not have.
 */
@ApplicationScoped
class EventDurabilityCheck implements Check {
  private final NotificationTargets targets;
  private final EnabledTransports transports;
  private final NotificationsConfig config;

  EventDurabilityCheck(
      NotificationTargets targets, EnabledTransports transports, NotificationsConfig config) {
    this.targets = targets;
    this.transports = transports;
    this.config = config;
  }

  @Override
  public String name() {
    return "Event durability";
  }

  @Override
  public CheckResult run(String pageOrigin) {
    if (targets.isEmbeddedStore()) {
      return CheckResult.fine(
          "The embedded store persists each event before it responds, and until it is delivered.");
    }
    if (!transports.needBucketSubscription()) {
      return CheckResult.fine(
          "Events during an interruption of listening are lost; after each reconnect, bucket and"
              + " catalogue are compared.");
    }
    if (config.durable()) {
      return CheckResult.fine(
          "According to SLIPWAY_NOTIFICATIONS_DURABLE, the store persists each event until it is"
              + " delivered.");
    }
    return CheckResult.unknown(
        ("The application's key can't read the store's setting for its event queue. Amazon SNS and"
                + " Google Pub/Sub retry by themselves. On MinIO, set %s to a directory; without it"
                + " an event is sent only once, and lost if that fails. With"
                + " MINIO_API_SYNC_EVENTS=on too, a crash of the store loses no event; then set"
                + " SLIPWAY_NOTIFICATIONS_DURABLE=true.")
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
