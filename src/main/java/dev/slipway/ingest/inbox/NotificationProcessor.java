package dev.slipway.ingest.inbox;

import dev.slipway.catalogue.SyncTrigger;
import dev.slipway.catalogue.sync.CatalogueSync;
import dev.slipway.ingest.format.NotificationParser;
import dev.slipway.ingest.format.S3Event;
import dev.slipway.ingest.inbox.InboxMetrics.RetryCause;
import dev.slipway.observability.LogFields;
import dev.slipway.observability.Spans;
import dev.slipway.storage.ObjectStore;
import dev.slipway.storage.StoreUnavailableException;
import dev.slipway.web.LogText;
import dev.slipway.web.problem.DatabaseUnavailable;
import io.opentelemetry.api.trace.SpanKind;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import org.jboss.logging.Logger;

/** One attempt at one notification: looks at each key that it names. */
@ApplicationScoped
class NotificationProcessor {
  private static final Logger LOG = Logger.getLogger(NotificationProcessor.class);
  private static final Duration FIRST_DELAY = Duration.ofSeconds(1);
  private static final Duration LONGEST_DELAY = Duration.ofMinutes(1);

  /** Once store and database are back, nothing should wait much longer. */
  private static final Duration LONGEST_DELAY_WHILE_AWAY = Duration.ofSeconds(15);

  private static final String OLD = "The same or a later change of the object was applied before";
  private static final String NOT_OURS = "It is about no object of the catalogue";

  private final NotificationQueue inbox;
  private final NotificationParser reader;
  private final CatalogueSync arrivals;
  private final ObjectStore store;
  private final InboxMetrics metrics;
  private final AwaitedKeys awaited;
  private final Spans spans;

  NotificationProcessor(
      NotificationQueue inbox,
      NotificationParser reader,
      CatalogueSync arrivals,
      ObjectStore store,
      InboxMetrics metrics,
      AwaitedKeys awaited,
      Spans spans) {
    this.inbox = inbox;
    this.reader = reader;
    this.arrivals = arrivals;
    this.store = store;
    this.metrics = metrics;
    this.awaited = awaited;
    this.spans = spans;
  }

  /** Does nothing where another worker has it, or had. */
  void process(long id) {
    var number = Long.toString(id);
    try (var fields = LogFields.of("notificationId", number)) {
      spans.inSpan(
          "apply a notification",
          SpanKind.CONSUMER,
          Map.of("slipway.notification.id", number),
          () -> inbox.claim(id).ifPresent(this::attempt));
    }
  }

  private void attempt(NotificationQueue.Claim claim) {
    try {
      process(claim, reader.parse(claim.body()));
    } catch (StoreUnavailableException e) {
      // Not its fault: it waits for the store as long as that takes.
      metrics.recordRetry(RetryCause.STORE);
      inbox.postpone(claim, "The store does not answer", delay(claim, LONGEST_DELAY_WHILE_AWAY));
    } catch (RuntimeException e) {
      failed(claim, e);
    }
  }

  private void process(
      NotificationQueue.Claim claim, NotificationParser.ParsedNotification reading) {
    reading.events().forEach(event -> awaited.signal(event.key()));
    var ours = reading.events().stream().filter(this::isOurs).toList();
    // Somebody who has it applied again wants the store to be asked.
    var news =
        ours.stream().filter(event -> claim.isReplay() || !inbox.isSuperseded(event)).toList();
    news.forEach(this::look);
    if (reading.problem() != null) {
      LOG.warnf("Notification %d is dead: %s", claim.id(), LogText.of(reading.problem()));
      settle(claim, reading, NotificationState.DEAD, reading.problem());
      return;
    }
    if (news.isEmpty() && !ours.isEmpty()) {
      settle(claim, reading, NotificationState.SUPERSEDED, OLD);
      return;
    }
    settle(claim, reading, NotificationState.APPLIED, ours.isEmpty() ? NOT_OURS : null);
  }

  private void settle(
      NotificationQueue.Claim claim,
      NotificationParser.ParsedNotification reading,
      NotificationState outcome,
      String reason) {
    inbox.finish(claim, reading, outcome, reason);
    // One that is applied again tells nothing of how long notifications take.
    metrics.recordOutcome(outcome, claim.isReplay() ? null : reading.firstEventAt());
  }

  private void look(S3Event event) {
    arrivals.sync(event.key(), SyncTrigger.NOTIFICATION);
  }

  private boolean isOurs(S3Event event) {
    return event.bucket().equals(store.bucket()) && event.key().isVideo();
  }

  private void failed(NotificationQueue.Claim claim, RuntimeException e) {
    if (DatabaseUnavailable.isCauseOf(e)) {
      metrics.recordRetry(RetryCause.DATABASE);
      inbox.postpone(claim, "The database did not answer", delay(claim, LONGEST_DELAY_WHILE_AWAY));
      return;
    }
    LOG.errorf(e, "Notification %d failed", claim.id());
    metrics.recordRetry(RetryCause.FAILURE);
    if (inbox.fail(claim, e.toString(), delay(claim, LONGEST_DELAY))) {
      metrics.recordOutcome(NotificationState.DEAD, null);
    }
  }

  /** 1 s, 2 s, 4 s … */
  private static Duration delay(NotificationQueue.Claim claim, Duration longest) {
    var delay = FIRST_DELAY.multipliedBy(1L << Math.min(claim.tries() - 1, 10));
    return delay.compareTo(longest) < 0 ? delay : longest;
  }
}
