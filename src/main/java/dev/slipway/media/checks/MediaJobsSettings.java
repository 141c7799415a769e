package dev.slipway.media.checks;

import dev.slipway.web.ProcessRole;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/**
 * Whether this process runs media jobs. Their settings belong to a package above this one, so they
 * are read by name.
 */
@ApplicationScoped
public class MediaJobsSettings {
  private final Config config;
  private final ProcessRole role;

  public MediaJobsSettings(Config config, ProcessRole role) {
    this.config = config;
    this.role = role;
  }

  /** Whether any process checks videos before they are ready. */
  public boolean areEnabled() {
    return value("slipway.processing.enabled", Boolean.class, true);
  }

  /** Why this process runs no media jobs and needs nothing for them; empty if it does. */
  public Optional<String> reasonForNone() {
    if (!areEnabled()) {
      return Optional.of("Not needed: SLIPWAY_PROCESSING_ENABLED is false.");
    }
    if (value("slipway.processing.workers", Integer.class, 1) == 0 || !role.runsMediaJobs()) {
      return Optional.of("Not needed: media jobs run in other processes.");
    }
    return Optional.empty();
  }

  private <T> T value(String name, Class<T> type, T otherwise) {
    return config.getOptionalValue(name, type).orElse(otherwise);
  }
}
