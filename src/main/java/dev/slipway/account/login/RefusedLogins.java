package dev.slipway.account.login;

import dev.slipway.audit.AuditLog;
import dev.slipway.web.ClientAddress;
import dev.slipway.web.ratelimit.RateLimiter;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * Records refused logins in the audit log and in the log: the account if it exists, and the client
 * address. A name that belongs to no account is not recorded, because people type passwords there.
 *
 * <p>Anyone can be refused, so the number of entries is limited: those of throttled logins to one a
 * minute for each network, and all of them to one a second in the long run in each replica. {@link
 * LoginThrottle} limits the failed ones of each network before. The next entry tells how many were
 * left out; the metrics count all.
 */
@ApplicationScoped
class RefusedLogins {
  private static final Logger LOG = Logger.getLogger(RefusedLogins.class);
  private static final String UNKNOWN_ACCOUNT = "unknown account";

  private static final int BURST = 300;
  private static final double PER_SECOND = 1;
  private static final double ONE_PER_MINUTE = 1 / 60.0;

  private final AuditLog audit;
  private final RateLimiter entries;
  private final RateLimiter throttledNetworks;
  private final AtomicLong omitted = new AtomicLong();

  RefusedLogins(AuditLog audit, Clock clock) {
    this.audit = audit;
    this.entries = new RateLimiter(BURST, PER_SECOND, clock);
    this.throttledNetworks = new RateLimiter(1, ONE_PER_MINUTE, clock);
  }

  /**
   * @param account null if no account has the name that was typed
   */
  @Transactional
  void recordFailed(String account, ClientAddress address) {
    if (!entries.tryAcquire()) {
      omitted.incrementAndGet();
      return;
    }
    record("login.failed", account, address);
    LOG.infof("Failed login of %s from %s", nameOf(account), address.text());
  }

  /**
   * @param account null if no account has the name that was typed
   */
  @Transactional
  void recordThrottled(String account, ClientAddress address) {
    if (throttledNetworks.tryAcquire(address.network()).isPresent() || !entries.tryAcquire()) {
      omitted.incrementAndGet();
      return;
    }
    record("login.throttled", account, address);
    LOG.warnf("Throttled logins of %s from %s", nameOf(account), address.text());
  }

  @Scheduled(every = "10m")
  void evictIdle() {
    throttledNetworks.evictFull();
  }

  private void record(String action, String account, ClientAddress address) {
    audit.record(AuditLog.ANONYMOUS, action, nameOf(account), detail(), address);
  }

  private String detail() {
    var count = omitted.getAndSet(0);
    return count == 0
        ? "password"
        : "password; %d refused logins before this one were not recorded".formatted(count);
  }

  private static String nameOf(String account) {
    return account == null ? UNKNOWN_ACCOUNT : account;
  }
}
