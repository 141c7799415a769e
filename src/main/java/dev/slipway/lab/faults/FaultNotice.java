package dev.slipway.lab.faults;

import dev.slipway.web.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.time.Duration;
import java.util.Optional;

/**
 * Whether a fault is active for everyone, for the other pages of the lab. Templates know it as
 * {@code faultNotice}.
 */
@Named("faultNotice")
@ApplicationScoped
public class FaultNotice {
  /** No observation has such a number, so the relay returns none. */
  private static final long NO_OBSERVATIONS = Long.MAX_VALUE;

  private final RelayClient relay;

  FaultNotice(RelayClient relay) {
    this.relay = relay;
  }

  /** The active fault; null if there is none, no relay, or if the relay doesn't answer. */
  public ActiveFault getActive() {
    return relay.isConfigured() ? findActive().orElse(null) : null;
  }

  private Optional<ActiveFault> findActive() {
    try {
      var status = relay.status(NO_OBSERVATIONS);
      return Optional.ofNullable(status.active())
          .flatMap(
              active ->
                  Fault.find(active.name())
                      .map(
                          fault ->
                              new ActiveFault(
                                  fault.title(),
                                  Duration.between(status.now(), active.endsAt()).toSeconds())));
    } catch (ProblemException unavailable) {
      return Optional.empty();
    }
  }

  /**
   * A fault that is active.
   *
   * @param secondsLeft until the relay ends it
   */
  public record ActiveFault(String title, long secondsLeft) {}
}
