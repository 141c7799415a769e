package dev.slipway.webhooks.delivery;

import dev.slipway.webhooks.WebhooksConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** When a failed attempt is followed by another one. */
@ApplicationScoped
class RetrySchedule {
  /** So that receivers that failed together are not all called again at the same moment. */
  private static final int JITTER_DIVISOR = 5;

  private static final Duration MAX_DELAY = Duration.ofDays(7);

  /** A receiver can ask to be left alone this long for each attempt, but not for ever. */
  private static final Duration MAX_RETRY_AFTER = Duration.ofHours(24);

  private final List<Duration> delays;
  private final RandomGenerator random;

  @Inject
  RetrySchedule(WebhooksConfig config, SecureRandom random) {
    this(config.retryDelays(), random);
  }

  /**
   * @throws IllegalArgumentException if a delay is out of bounds
   */
  RetrySchedule(List<Duration> delays, RandomGenerator random) {
    if (delays.stream().anyMatch(delay -> delay.toMillis() < 1 || delay.compareTo(MAX_DELAY) > 0)) {
      throw new IllegalArgumentException(
          "Each of SLIPWAY_WEBHOOKS_RETRY_DELAYS must be above zero and at most 7 days.");
    }
    this.delays = List.copyOf(delays);
    this.random = random;
  }

  /**
   * Returns the delay after a failed attempt; empty after the last one.
   *
   * @param attempts how many have failed
   * @param retryAfter what the receiver asked for, or null; it can only extend the delay
   */
  Optional<Duration> delayAfter(int attempts, Duration retryAfter) {
    if (attempts > delays.size()) {
      return Optional.empty();
    }
    var delay = delays.get(attempts - 1);
    var jitter = Duration.ofNanos(random.nextLong(delay.toNanos() / JITTER_DIVISOR + 1));
    var extended = delay.plus(jitter);
    if (retryAfter == null || retryAfter.compareTo(extended) < 0) {
      return Optional.of(extended);
    }
    var bounded = retryAfter.compareTo(MAX_RETRY_AFTER) < 0 ? retryAfter : MAX_RETRY_AFTER;
    return Optional.of(bounded.compareTo(extended) < 0 ? extended : bounded);
  }
}
