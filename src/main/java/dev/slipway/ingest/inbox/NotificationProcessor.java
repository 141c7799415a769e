package dev.slipway.ingest.inbox;

import dev.slipway.catalogue.SyncTrigger;
import dev.slipway.catalogue.deletion.DeleteUrlResolver;
import dev.slipway.catalogue.sync.CatalogueSync;
import dev.slipway.ingest.NotificationsConfig;
import dev.slipway.ingest.format.NotificationParser;
import dev.slipway.ingest.format.ParsedNotification;
import dev.slipway.ingest.format.S3Event;
import dev.slipway.ingest.inbox.InboxMetrics.RetryCause;
import dev.slipway.ingest.inbox.InboxStatements.Outcome;
import dev.slipway.ingest.inbox.Notification.Claim;
import dev.slipway.observability.LogFields;
import dev.slipway.observability.Spans;
import dev.slipway.storage.IndependentSteps;
import dev.slipway.storage.ObjectStore;
import dev.slipway.storage.StoreDeniedException;
import dev.slipway.storage.StoreUnavailableException;
import dev.slipway.web.Backoff;
import dev.slipway.web.LogText;
import dev.slipway.web.database.GroupCommit;
import dev.slipway.web.problem.DatabaseUnavailable;
import io.opentelemetry.api.trace.SpanKind;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/** Processes one notification: parses it and syncs each object that it names. */
@ApplicationScoped
class NotificationProcessor {
  private static final Logger LOG = Logger.getLogger(NotificationProcessor.class);
  private static final Duration INITIAL_DELAY = Duration.ofSeconds(1);
  private static final Backoff FAILURE_BACKOFF = new Backoff(INITIAL_DELAY, Duration.ofMinutes(1));

  /** Shorter, so that processing resumes soon after the store or the database has recovered. */
  private static final Backoff OUTAGE_BACKOFF = new Backoff(INITIAL_DELAY, Duration.ofSeconds(15));

  /**
   * For an object that the store refuses to serve, such as one in an archive. If the store's
   * settings are wrong, it takes hours to correct them.
   */
  private static final Backoff DENIAL_BACKOFF =
      new Backoff(Duration.ofMinutes(1), Duration.ofHours(1));

  private static final String SUPERSEDED =
      "The same or a newer event of the object was applied before";
  private static final String UNRELATED = "The notification names no video in this bucket";

  private static final String INTERRUPTED =
      "%d attempts in succession ended without a result. Processing this notification may crash the application";

  private static final int MAX_OUTCOMES_AT_ONCE = 100;

  /** Of one attempt. Each can take several timeouts of the store. */
  private static final int MAX_FAILURES = 20;

  private final NotificationsConfig config;
  private final NotificationQueue queue;
  private final InboxStatements statements;
  private final GroupCommit<Outcome, Boolean> outcomes;
  private final NotificationParser parser;
  private final CatalogueSync catalogueSync;
  private final DeleteUrlResolver deleteUrls;
  private final ObjectStore store;
  private final InboxMetrics metrics;
  private final AwaitedKeys awaitedKeys;
  private final Spans spans;
  private final ClaimLease lease;
  private final Clock clock;

  NotificationProcessor(
      NotificationsConfig config,
      NotificationQueue queue,
      InboxStatements statements,
      NotificationParser parser,
      CatalogueSync catalogueSync,
      DeleteUrlResolver deleteUrls,
      ObjectStore store,
      InboxMetrics metrics,
      AwaitedKeys awaitedKeys,
      Spans spans,
      ClaimLease lease,
      Clock clock) {
    this.config = config;
    this.queue = queue;
    this.statements = statements;
    this.outcomes = new GroupCommit<>(statements::finish, outcome -> 1, MAX_OUTCOMES_AT_ONCE);
    this.parser = parser;
    this.catalogueSync = catalogueSync;
    this.deleteUrls = deleteUrls;
    this.store = store;
    this.metrics = metrics;
    this.awaitedKeys = awaitedKeys;
    this.spans = spans;
    this.lease = lease;
    this.clock = clock;
  }

  /**
   * Makes one attempt. Does nothing if the notification is not due, or is claimed by another
   * worker.
   */
  void process(long id) {
    process(id, () -> statements.claim(id).ifPresent(this::attempt));
  }

  /** Makes the attempt of a claim. */
  void process(Claim claim) {
    process(claim.id(), () -> attempt(claim));
  }

  private void process(long id, Runnable attempt) {
    var number = Long.toString(id);
    try (var fields = LogFields.of("notificationId", number)) {
      spans.inSpan(
          "apply a notification",
          SpanKind.CONSUMER,
          Map.of("slipway.notification.id", number),
          attempt);
    }
  }

  private void attempt(Claim claim) {
    if (claim.interruptions() >= config.tries()) {
      // Otherwise a notification that kills the process would do so for ever.
      var reason = INTERRUPTED.formatted(claim.interruptions());
      finishDead(claim, ParsedNotification.withoutEvents(null), reason);
      return;
    }
    try {
      process(claim, parser.parse(claim.body()));
    } catch (StoreDeniedException e) {
      if (store.isAvailable()) {
        var reason = "The store answers, but refuses requests about this object";
        countFailure(claim, reason, DENIAL_BACKOFF.delayAfter(claim.tries()));
      } else {
        postpone(claim, RetryCause.STORE, "The store refuses all requests");
      }
    } catch (StoreUnavailableException e) {
      postpone(claim, RetryCause.STORE, "The store does not answer");
    } catch (RuntimeException e) {
      if (DatabaseUnavailable.isCauseOf(e)) {
        postpone(claim, RetryCause.DATABASE, "The database did not answer");
      } else {
        LOG.errorf(e, "Notification %d failed", claim.id());
        countFailure(claim, e.toString(), FAILURE_BACKOFF.delayAfter(claim.tries()));
      }
    }
  }

  private void process(Claim claim, ParsedNotification parsed) {
    parsed.events().forEach(event -> awaitedKeys.signal(event.key()));
    var relevant = parsed.events().stream().filter(this::isRelevant).toList();
    // A replay checks the object in the store even if a newer event was applied.
    var newEvents =
        relevant.stream()
            .filter(event -> claim.isReplay() || !statements.isSuperseded(event))
            .toList();
    if (!syncAll(claim, newEvents)) {
      return;
    }
    if (parsed.problem() != null) {
      finishDead(claim, parsed, parsed.problem());
    } else if (newEvents.isEmpty() && !relevant.isEmpty()) {
      finish(claim, parsed, NotificationState.SUPERSEDED, SUPERSEDED);
    } else {
      finish(claim, parsed, NotificationState.APPLIED, relevant.isEmpty() ? UNRELATED : null);
    }
  }

  /**
   * Syncs the objects of all events. Those whose sync fails don't block the others, unless they are
   * many or the store is down.
   *
   * @return false if another worker has claimed the notification meanwhile
   * @throws RuntimeException the first failure
   */
  private boolean syncAll(Claim claim, List<S3Event> events) {
    var steps = new IndependentSteps(store::isAvailable);
    var leaseEnd = claim.leaseEnd();
    var failures = 0;
    for (var event : events) {
      if (!lease.isEnough(clock.instant(), leaseEnd)) {
        var renewed = statements.renew(claim);
        if (renewed.isEmpty()) {
          return false;
        }
        leaseEnd = renewed.get();
      }
      failures += steps.run(() -> sync(event)) ? 0 : 1;
      if (failures == MAX_FAILURES) {
        break;
      }
    }
    steps.throwFirstFailure();
    return true;
  }

  private void sync(S3Event event) {
    var video = catalogueSync.sync(event.key(), SyncTrigger.NOTIFICATION);
    if (video.isEmpty() && event.isDeletion() && event.occurredAt() != null) {
      deleteUrls.recordRemoval(event.key(), event.occurredAt());
    }
  }

  private void finishDead(Claim claim, ParsedNotification parsed, String reason) {
    LOG.warnf("Notification %d is a dead letter: %s", claim.id(), LogText.of(reason));
    finish(claim, parsed, NotificationState.DEAD, reason);
  }

  private boolean isRelevant(S3Event event) {
    return event.bucket().equals(store.bucket()) && event.key().isVideo();
  }

  private void finish(
      Claim claim, ParsedNotification parsed, NotificationState outcome, String reason) {
    if (outcomes.execute(new Outcome(claim, parsed, outcome, reason))) {
      // The time until a replay says nothing about how long notifications take.
      metrics.recordOutcome(outcome, claim.isReplay() ? null : parsed.firstEventAt());
    }
  }

  /** Does not count as a failure: the notification waits as long as the outage lasts. */
  private void postpone(Claim claim, RetryCause cause, String reason) {
    metrics.recordRetry(cause);
    queue.postpone(claim, reason, OUTAGE_BACKOFF.delayAfter(claim.tries()));
  }

  private void countFailure(Claim claim, String reason, Duration delay) {
    metrics.recordRetry(RetryCause.FAILURE);
    if (queue.fail(claim, reason, delay)) {
      metrics.recordOutcome(NotificationState.DEAD, null);
    }
  }
}
