package dev.slipway.ingest;

import dev.slipway.catalogue.Arrivals;
import dev.slipway.catalogue.Signal;
import dev.slipway.ingest.InboxMetrics.RetryCause;
import dev.slipway.storage.ObjectStore;
import dev.slipway.storage.StoreUnavailableException;
import dev.slipway.web.DatabaseAway;
import dev.slipway.web.LogFields;
import dev.slipway.web.LogText;
import dev.slipway.web.Spans;
import io.opentelemetry.api.trace.SpanKind;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import org.jboss.logging.Logger;

/** One attempt at one notification: looks at each key that it names. */
@ApplicationScoped
class Applier {
  private static final Logger LOG = Logger.getLogger(Applier.class);
  private static final Duration FIRST_DELAY = Duration.ofSeconds(1);
  private static final Duration LONGEST_DELAY = Duration.ofMinutes(1);

  /** Once store and database are back, nothing should wait much longer. */
  private static final Duration LONGEST_DELAY_WHILE_AWAY = Duration.ofSeconds(15);

  private static final String OLD = "The same or a later change of the object was applied before";
  private static final String NOT_OURS = "It is about no object of the catalogue";

  private final Inbox inbox;
  private final S3EventReader reader;
  private final Arrivals arrivals;
  private final ObjectStore store;
  private final InboxMetrics metrics;
  private final AwaitedKeys awaited;
  private final Spans spans;

  Applier(
      Inbox inbox,
      S3EventReader reader,
      Arrivals arrivals,
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
  void apply(long id) {
    var number = Long.toString(id);
    try (var fields = LogFields.of("notificationId", number)) {
      spans.of(
          "apply a notification",
          SpanKind.CONSUMER,
          Map.of("slipway.notification.id", number),
          () -> inbox.claim(id).ifPresent(this::attempt));
    }
  }

  private void attempt(Inbox.Claim claim) {
    try {
      apply(claim, reader.read(claim.body()));
    } catch (StoreUnavailableException e) {
      // Not its fault: it waits for the store as long as that takes.
      metrics.retried(RetryCause.STORE);
      inbox.postpone(claim, "The store does not answer", delay(claim, LONGEST_DELAY_WHILE_AWAY));
    } catch (RuntimeException e) {
      failed(claim, e);
    }
  }

  private void apply(Inbox.Claim claim, S3EventReader.Reading reading) {
    reading.events().forEach(event -> awaited.named(event.key()));
    var ours = reading.events().stream().filter(this::isOurs).toList();
    // Somebody who has it applied again wants the store to be asked.
    var news = ours.stream().filter(event -> claim.replay() || !inbox.isOld(event)).toList();
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
      Inbox.Claim claim, S3EventReader.Reading reading, NotificationState outcome, String reason) {
    inbox.settle(claim, reading, outcome, reason);
    // One that is applied again tells nothing of how long notifications take.
    metrics.settled(outcome, claim.replay() ? null : reading.firstAt());
  }

  private void look(S3Event event) {
    arrivals.look(event.key(), Signal.NOTIFICATION);
  }

  private boolean isOurs(S3Event event) {
    return event.bucket().equals(store.bucket()) && event.key().isVideo();
  }

  private void failed(Inbox.Claim claim, RuntimeException e) {
    if (DatabaseAway.isCauseOf(e)) {
      metrics.retried(RetryCause.DATABASE);
      inbox.postpone(claim, "The database did not answer", delay(claim, LONGEST_DELAY_WHILE_AWAY));
      return;
    }
    LOG.errorf(e, "Notification %d failed", claim.id());
    metrics.retried(RetryCause.FAILURE);
    if (inbox.fail(claim, e.toString(), delay(claim, LONGEST_DELAY))) {
      metrics.settled(NotificationState.DEAD, null);
    }
  }

  /** 1 s, 2 s, 4 s … */
  private static Duration delay(Inbox.Claim claim, Duration longest) {
    var delay = FIRST_DELAY.multipliedBy(1L << Math.min(claim.tries() - 1, 10));
    return delay.compareTo(longest) < 0 ? delay : longest;
  }
}
