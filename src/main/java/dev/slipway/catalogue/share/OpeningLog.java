package dev.slipway.catalogue.share;

import dev.slipway.account.CurrentAccount;
import dev.slipway.audit.AuditLog;
import dev.slipway.catalogue.share.ShareMetrics.Outcome;
import dev.slipway.web.ClientAddress;
import dev.slipway.web.ratelimit.RateLimiter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;

/**
 * Records who opens links, and wrong passwords, in the audit log and the metrics. Anyone can cause
 * entries, so their number is limited for each link in each replica; the metrics count all.
 */
@ApplicationScoped
class OpeningLog {
  private static final int ENTRIES_PER_LINK = 20;

  private final AuditLog audit;
  private final ShareMetrics metrics;
  private final CurrentAccount caller;
  private final RateLimiter entries;

  OpeningLog(AuditLog audit, ShareMetrics metrics, CurrentAccount caller, Clock clock) {
    this.audit = audit;
    this.metrics = metrics;
    this.caller = caller;
    this.entries = RateLimiter.onePerMinute(ENTRIES_PER_LINK, clock);
  }

  @Transactional
  void recordGranted(ShareLink link, ClientAddress address) {
    metrics.recordOpening(Outcome.GRANTED);
    record("share.opened", link, address);
  }

  @Transactional
  void recordWrongPassword(ShareLink link, ClientAddress address) {
    metrics.recordOpening(Outcome.WRONG_PASSWORD);
    record("share.refused", link, address);
  }

  void recordThrottled() {
    metrics.recordOpening(Outcome.THROTTLED);
  }

  void recordUnknown() {
    metrics.recordOpening(Outcome.UNKNOWN);
  }

  void recordEnded() {
    metrics.recordOpening(Outcome.ENDED);
  }

  /** The subject is the link, because the timeline of a video has room for a hundred entries. */
  private void record(String action, ShareLink link, ClientAddress address) {
    if (entries.tryAcquire(link.id).isEmpty()) {
      var actor = caller.isLoggedIn() ? caller.getName() : AuditLog.ANONYMOUS;
      audit.record(actor, action, link.id, "video " + link.videoId, address);
    }
  }
}
