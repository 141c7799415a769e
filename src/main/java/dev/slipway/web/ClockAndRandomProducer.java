package dev.slipway.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/** Time and chance, injected so that a test can set them. */
@ApplicationScoped
class ClockAndRandomProducer {
  /** In microseconds, as PostgreSQL keeps times: what was answered is what is read later. */
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
