package dev.slipway.webhooks.delivery;

import dev.slipway.web.SkippedOnWorkers;
import dev.slipway.webhooks.WebhookSecrets;
import dev.slipway.webhooks.WebhooksConfig;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;

/**
 * Bounds what is stored: gives up the oldest deliveries of webhooks for which too many wait, and
 * removes old deliveries, those of webhooks that have very many, deleted webhooks and expired
 * secrets. All replicas may do it at the same time.
 */
@ApplicationScoped
class DeliverySweep {
  private final WebhooksConfig config;
  private final DeliveryRetention retention;
  private final WebhookSecrets secrets;
  private final Clock clock;

  DeliverySweep(
      WebhooksConfig config, DeliveryRetention retention, WebhookSecrets secrets, Clock clock) {
    this.config = config;
    this.retention = retention;
    this.secrets = secrets;
    this.clock = clock;
  }

  @Scheduled(
      every = "1m",
      delayed = "30s",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
      skipExecutionIf = SkippedOnWorkers.class)
  void giveUpExcess() {
    for (var webhookId : retention.findOverfull(config.maxPending())) {
      retention.giveUpOldest(webhookId, config.maxPending());
    }
  }

  @Scheduled(
      every = "1h",
      delayed = "2m",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
      skipExecutionIf = SkippedOnWorkers.class)
  void removeOld() {
    var cutoff = clock.instant().minus(config.keep());
    while (retention.deleteOlderBatch(cutoff)) {
      // Each batch is a short transaction of its own.
    }
    for (var webhookId : retention.findDeletedWebhooks()) {
      while (retention.deleteBatchOf(webhookId)) {
        // Each batch is a short transaction of its own.
      }
      retention.deleteWebhook(webhookId);
    }
    retention
        .findLastToRemove(config.maxKept())
        .forEach(
            (webhookId, lastId) -> {
              while (retention.deleteFinishedBatch(webhookId, lastId)) {
                // Each batch is a short transaction of its own.
              }
            });
    secrets.eraseExpired();
  }
}
