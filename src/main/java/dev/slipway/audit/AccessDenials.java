package dev.slipway.audit;

import dev.slipway.audit.AuditEntry.Origin;
import dev.slipway.web.ClientAddress;
import dev.slipway.web.LogText;
import dev.slipway.web.problem.AccessRefused;
import dev.slipway.web.ratelimit.LogLimit;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * Records that accounts were refused access: because they lack a role or a scope, or because a
 * video or another object belongs to someone else, which the response doesn't tell them.
 *
 * <p>Anyone with a login can be refused, so each replica limits the entries: those of a network to
 * ten a minute after a burst of 30, and all to one a second after a burst of 300. The next entry
 * tells how many were left out.
 */
@ApplicationScoped
class AccessDenials {
  static final String ACTION = "access.denied";

  private static final Logger LOG = Logger.getLogger(AccessDenials.class);

  /** Numbers are ids of what only administrators can ask for. */
  private static final Pattern OBJECT =
      Pattern.compile("/(?:api/)?(?<segment>[a-z]+)/(?<id>[a-z2-7]{26})(?:/.*)?");

  /** Beyond these, refusals are counted as left out, so that they can't occupy all threads. */
  private static final int MAX_WAITING = 20;

  private final AuditLog log;
  private final RequestOrigin request;
  private final Instance<HiddenObjects> hiddenObjects;
  private final LogLimit limit;
  private final Semaphore waiting = new Semaphore(MAX_WAITING);
  private final AtomicLong omitted = new AtomicLong();

  AccessDenials(
      AuditLog log, RequestOrigin request, Instance<HiddenObjects> hiddenObjects, Clock clock) {
    this.log = log;
    this.request = request;
    this.hiddenObjects = hiddenObjects;
    this.limit = LogLimit.forAuditEntries(clock);
  }

  /** Doesn't let the response wait: some are made by threads that must not block. */
  void record(@Observes AccessRefused refusal) {
    var object = OBJECT.matcher(refusal.path());
    if (refusal.isHidden() && !object.matches()) {
      return;
    }
    if (!waiting.tryAcquire()) {
      omitted.incrementAndGet();
      return;
    }
    var origin = new Origin(request.address(), request.traceId());
    Infrastructure.getDefaultWorkerPool().execute(() -> recordLater(refusal, object, origin));
  }

  /** Whether nothing waits to be recorded. */
  boolean isIdle() {
    return waiting.availablePermits() == MAX_WAITING;
  }

  private void recordLater(AccessRefused refusal, Matcher object, Origin origin) {
    try {
      if (!refusal.isHidden()) {
        record(refusal.account(), LogText.ofPath(refusal.path()), "Role or scope missing", origin);
      } else {
        var id = object.group("id");
        findType(object.group("segment"), id, refusal.account())
            .ifPresent(type -> record(refusal.account(), id, type.deniedDetail(), origin));
      }
    } catch (RuntimeException error) {
      omitted.incrementAndGet();
      LOG.errorf("Refused access was not recorded: %s", LogText.of(error.getMessage()));
    } finally {
      waiting.release();
    }
  }

  /** Empty if there is no such object, or if the account may see it. */
  private Optional<SubjectType> findType(String segment, String id, String account) {
    return hiddenObjects.stream()
        .filter(objects -> objects.pathSegment().equals(segment) && objects.hides(id, account))
        .map(HiddenObjects::type)
        .findFirst();
  }

  private void record(String account, String subject, String reason, Origin origin) {
    if (!limit.tryAcquire(ClientAddress.of(origin.address()))) {
      omitted.incrementAndGet();
      return;
    }
    var count = omitted.getAndSet(0);
    var detail =
        count == 0
            ? reason
            : "%s; %d refusals before this one were not recorded".formatted(reason, count);
    try {
      log.recordAlone(account, ACTION, subject, detail, origin);
    } catch (RuntimeException error) {
      omitted.addAndGet(count);
      throw error;
    }
  }
}
