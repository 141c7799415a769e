package dev.slipway.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/** Produces the clock and the source of randomness as beans, so that tests can replace them. */
@ApplicationScoped
class ClockAndRandomProducer {
  /**
   * Ticks in microseconds, the precision of PostgreSQL's timestamps, so a time in a response equals
   * the time that a later read returns, and a claim can be recognised by its time.
   */
  @Produces
  @Singleton
  Clock clock() {
    return Clock.tick(Clock.systemUTC(), Duration.of(1, ChronoUnit.MICROS));
  }

  @Produces
  @Singleton
  SecureRandom random() {
    return new SecureRandom();
  }
}
