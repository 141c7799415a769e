package dev.slipway.sftp.server;

import dev.slipway.web.ratelimit.ConcurrencyLimit;
import java.util.random.RandomGenerator;

/**
 * Limits the connections that have not logged in yet. One network can occupy few of them. Beyond a
 * threshold new ones are refused at random, so that a stranger with many networks can't occupy all:
 * a client that connects again gets in, while the stranger's connections end at the login deadline.
 *
 * @see <a href="https://man.openbsd.org/sshd_config#MaxStartups">MaxStartups of OpenSSH's
 *     server</a>
 */
final class AnonymousConnections {
  /** The share of the maximum from which on connections are refused at random. */
  private static final double THRESHOLD = 0.1;

  /** The probability of a refusal at the threshold. It grows to 1 at the maximum. */
  private static final double INITIAL_PROBABILITY = 0.3;

  /** The share of the maximum that one network can occupy at most. */
  private static final int SHARES = 4;

  private final int max;
  private final int threshold;
  private final ConcurrencyLimit limit;
  private final RandomGenerator random;

  /**
   * @param perNetwork as many as an account may have, because clients open all at the same time
   */
  AnonymousConnections(int max, int perNetwork, RandomGenerator random) {
    this.max = max;
    var limitOfNetwork = Math.max(1, Math.min(perNetwork, max / SHARES));
    // Above the limit of one network, so that two are needed to have others refused.
    this.threshold = Math.max(2 * limitOfNetwork, (int) (max * THRESHOLD));
    this.limit = new ConcurrencyLimit(max, limitOfNetwork);
    this.random = random;
  }

  boolean tryAcquire(String network) {
    return random.nextDouble() >= refusalProbability(limit.count()) && limit.tryAcquire(network);
  }

  void release(String network) {
    limit.release(network);
  }

  private double refusalProbability(int count) {
    if (count < threshold || max <= threshold) {
      return 0;
    }
    var progress = (double) (count - threshold) / (max - threshold);
    return INITIAL_PROBABILITY + (1 - INITIAL_PROBABILITY) * progress;
  }
}
