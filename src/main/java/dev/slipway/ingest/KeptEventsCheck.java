package dev.slipway.ingest;

import dev.slipway.storage.Subscriptions;
import dev.slipway.web.Check;
import dev.slipway.web.Finding;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether the store keeps an event on disk before it answers, and until it is delivered. Only an
 * administrator's key can read that, and ours should be none.
 */
@ApplicationScoped
class KeptEventsCheck implements Check {
  private final Subscriptions subscriptions;
  private final Transports transports;

  KeptEventsCheck(Subscriptions subscriptions, Transports transports) {
    this.subscriptions = subscriptions;
    this.transports = transports;
  }

  @Override
  public String name() {
    return "Events survive an outage";
  }

  @Override
  public Finding look(String pageOrigin) {
    if (subscriptions.areBuiltIn()) {
      return Finding.fine(
          "The embedded store keeps each on disk before it answers, until it is delivered.");
    }
    if (!transports.needSubscription()) {
      return Finding.fine(
          "Listening keeps none: whenever it begins again, bucket and catalogue are compared.");
    }
    return Finding.unknown(
        ("The key can't read it. Amazon SNS and Google Pub/Sub try again by themselves. At MinIO set"
                + " %s to a directory and MINIO_API_SYNC_EVENTS=on: without them an event is sent"
                + " once, and lost where that fails.")
            .formatted(queueDirectories()));
  }

  private String queueDirectories() {
    return Stream.of(Transport.WEBHOOK, Transport.KAFKA)
        .filter(transports::include)
        .map(transport -> transport.word().toUpperCase(Locale.ROOT))
        .map("MINIO_NOTIFY_%s_QUEUE_DIR_SLIPWAY"::formatted)
        .collect(Collectors.joining(" and "));
  }
}
