package dev.slipway.embedded.relay;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/** The last things that the relay has seen or done, so a page can draw them. */
final class Observations {
  private static final int MAX = 500;

  private final Clock clock;
  private final Deque<Observation> last = new ArrayDeque<>();
  private long number;

  Observations(Clock clock) {
    this.clock = clock;
  }

  /**
   * @param key of the object; null if it is unknown
   * @param status of the HTTP response; 0 if there is none
   */
  synchronized void add(Action action, String key, int status) {
    last.add(new Observation(++number, clock.instant(), action, key, status));
    if (last.size() > MAX) {
      last.remove();
    }
  }

  /** Those with a greater number, in the order in which they happened. */
  synchronized List<Observation> after(long number) {
    return last.stream().filter(observation -> observation.number() > number).toList();
  }

  /** What happened. */
  enum Action {
    PUT_ANSWERED,
    PUT_CUT,
    PUT_ANSWER_LOST,
    PUT_REFUSED_AS_EXPIRED,
    PUT_UNANSWERED,
    NOTIFICATION_SENT,
    NOTIFICATION_DROPPED,
    NOTIFICATION_HELD,
    NOTIFICATION_DELIVERED,
    APPLICATION_KILLED;

    /** The name in the control API, such as {@code put-answered}. */
    String kebabCase() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** One thing that happened, with a number that grows. */
  record Observation(long number, Instant at, Action action, String key, int status) {}
}
