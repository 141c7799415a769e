package dev.slipway.web.ratelimit;

import dev.slipway.web.ClientAddress;
import java.time.Clock;

/**
 * Limits what strangers can make the application log: the entries of each network, so that one of
 * them can't hide the others, and all entries, so that many networks can't fill the disk.
 */
public final class LogLimit {
  /** Networks beyond these share one limit. */
  private static final int MAX_NETWORKS = 1_000;

  private static final double TEN_PER_MINUTE = 10 / 60.0;
  private static final int ONE_PER_SECOND = 1;

  private final RateLimiter networks;
  private final RateLimiter total;

  /**
   * @param burstPerNetwork entries of one network at once
   * @param burst entries of all networks at once
   */
  private LogLimit(
      int burstPerNetwork, double perNetworkAndSecond, int burst, double perSecond, Clock clock) {
    this.networks = new RateLimiter(burstPerNetwork, perNetworkAndSecond, MAX_NETWORKS, clock);
    this.total = new RateLimiter(burst, perSecond, clock);
  }

  /**
   * For lines in the log: five of a network and then one a minute, and sixty of all networks and
   * then one a second.
   */
  public static LogLimit forLines(Clock clock) {
    return new LogLimit(5, RateLimiter.ONE_PER_MINUTE, 60, ONE_PER_SECOND, clock);
  }

  /**
   * For entries in the audit log: thirty of a network and then ten a minute, and 300 of all
   * networks and then one a second.
   */
  public static LogLimit forAuditEntries(Clock clock) {
    return new LogLimit(30, TEN_PER_MINUTE, 300, ONE_PER_SECOND, clock);
  }

  /** Returns whether to log an entry about this client. */
  public boolean tryAcquire(ClientAddress address) {
    return networks.tryAcquire(address.network()).isEmpty() && total.tryAcquire();
  }
}
