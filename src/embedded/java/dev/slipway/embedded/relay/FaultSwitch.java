package dev.slipway.embedded.relay;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Knows which fault is active. One is active at a time, and it ends at a fixed time: each query
 * compares the time, so no timer can fail and no other process has to end it.
 */
final class FaultSwitch {
  /** How long a fault lasts, unless it is ended before. */
  static final Duration DURATION = Duration.ofMinutes(1);

  private final Clock clock;
  private final List<Consumer<Fault>> startListeners = new CopyOnWriteArrayList<>();
  private volatile Activation current;

  FaultSwitch(Clock clock) {
    this.clock = clock;
  }

  /** Calls the listener at each start of a fault, after it has become active. */
  void onStart(Consumer<Fault> listener) {
    startListeners.add(listener);
  }

  /** Starts a fault, which ends the one that is active. */
  void start(Fault fault) {
    synchronized (this) {
      var now = clock.instant();
      current = new Activation(fault, now, now.plus(DURATION), new ConcurrentHashMap<>());
    }
    startListeners.forEach(listener -> listener.accept(fault));
  }

  /** Ends a fault, if it is the active one. */
  synchronized void end(Fault fault) {
    if (active(fault).isPresent()) {
      current = null;
    }
  }

  Optional<Activation> active() {
    var activation = current;
    return activation != null && clock.instant().isBefore(activation.endsAt())
        ? Optional.of(activation)
        : Optional.empty();
  }

  /** The activation of this fault, if it is the active one. */
  Optional<Activation> active(Fault fault) {
    return active().filter(activation -> activation.fault() == fault);
  }

  boolean isActive(Fault fault) {
    return active(fault).isPresent();
  }

  Instant now() {
    return clock.instant();
  }

  /**
   * One start of a fault.
   *
   * @param attempts how often something happened to a file or part since then
   */
  record Activation(Fault fault, Instant startedAt, Instant endsAt, Map<String, Integer> attempts) {
    /** Counts an attempt to send a file or part, and returns its number, from 1. */
    int countAttempt(String target) {
      return attempts.merge(target, 1, Integer::sum);
    }
  }
}
