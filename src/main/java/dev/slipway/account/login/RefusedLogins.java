package dev.slipway.account.login;

import dev.slipway.audit.AuditLog;
import dev.slipway.web.ClientAddress;
import dev.slipway.web.ratelimit.LogLimit;
import dev.slipway.web.ratelimit.RateLimiter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * Records refused logins in the audit log and in the log: the account if it exists, and the client
 * address. A name that belongs to no account is not recorded, because people type passwords there.
 *
 * <p>Anyone can be refused, so the number of entries is limited in each replica: those of throttled
 * logins to one a minute for each network, those of one network to ten a minute, and all of them to
 * one a second in the long run. Beyond that, each account still gets one entry a minute, so that
 * strangers can't hide an attack on it by causing other entries. The next entry tells how many were
 * left out; the metrics count all.
 */
@ApplicationScoped
public class RefusedLogins {
  private static final Logger LOG = Logger.getLogger(RefusedLogins.class);
  private static final String PASSWORD = "password";
  private static final String UNKNOWN_ACCOUNT = "unknown account";

  private final AuditLog audit;
  private final TransactionSynchronizationRegistry transactions;
  private final LogLimit entries;
  private final RateLimiter accounts;
  private final RateLimiter throttledNetworks;
  private final AtomicLong omitted = new AtomicLong();

  RefusedLogins(AuditLog audit, TransactionSynchronizationRegistry transactions, Clock clock) {
    this.audit = audit;
    this.transactions = transactions;
    this.entries = LogLimit.forAuditEntries(clock);
    this.accounts = RateLimiter.onePerMinute(1, clock);
    this.throttledNetworks = RateLimiter.onePerMinute(1, clock);
  }

  /**
   * @param account null if no account has the name that was typed
   */
  @Transactional
  void recordFailed(String account, ClientAddress address) {
    if (isRecorded(account, address)) {
      record("login.failed", account, PASSWORD, address);
      LOG.infof("Failed login of %s from %s", nameOf(account), address.text());
    }
  }

  @Transactional
  void recordDisabled(String account, ClientAddress address) {
    if (isRecorded(account, address)) {
      record("login.failed", account, "the account is disabled", address);
      LOG.infof("Failed login of %s from %s: the account is disabled", account, address.text());
    }
  }

  /**
   * Records a login without a password that another system or its answer led to.
   *
   * @param reason for the audit log: no secret, and safe for one line
   */
  @Transactional
  public void recordRefused(String reason, ClientAddress address) {
    if (isRecorded(null, address)) {
      record("login.failed", null, reason, address);
      LOG.infof("Failed login from %s: %s", address.text(), reason);
    }
  }

  /**
   * @param account null if no account has the name that was typed
   */
  @Transactional
  void recordThrottled(String account, ClientAddress address) {
    recordThrottled(account, PASSWORD, address);
  }

  /**
   * @param account null if it is unknown
   * @param method how the person tried to log in
   */
  @Transactional
  public void recordThrottled(String account, String method, ClientAddress address) {
    if (throttledNetworks.tryAcquire(address.network()).isPresent()) {
      omitted.incrementAndGet();
      return;
    }
    if (isRecorded(account, address)) {
      record("login.throttled", account, method, address);
      LOG.warnf("Throttled logins of %s from %s", nameOf(account), address.text());
    }
  }

  /** Counts the entry as omitted if it is not recorded. */
  private boolean isRecorded(String account, ClientAddress address) {
    if (entries.tryAcquire(address) || account != null && accounts.tryAcquire(account).isEmpty()) {
      return true;
    }
    omitted.incrementAndGet();
    return false;
  }

  private void record(String action, String account, String reason, ClientAddress address) {
    var count = omitted.getAndSet(0);
    transactions.registerInterposedSynchronization(new CountAgainAfterRollback(count + 1));
    var detail =
        count == 0
            ? reason
            : "%s; %d refused logins before this one were not recorded".formatted(reason, count);
    audit.record(AuditLog.ANONYMOUS, action, nameOf(account), detail, address);
  }

  private static String nameOf(String account) {
    return account == null ? UNKNOWN_ACCOUNT : account;
  }

  /** Keeps the number of omitted entries when the entry that tells it is not stored. */
  private final class CountAgainAfterRollback implements Synchronization {
    private final long count;

    private CountAgainAfterRollback(long count) {
      this.count = count;
    }

    @Override
    public void beforeCompletion() {}

    @Override
    public void afterCompletion(int status) {
      if (status != Status.STATUS_COMMITTED) {
        omitted.addAndGet(count);
      }
    }
  }
}
