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
class MediaJobsSettings {
  private final Config config;
  private final ProcessRole role;

  MediaJobsSettings(Config config, ProcessRole role) {
    this.config = config;
    this.role = role;
  }

  /** Why this process needs no media programs; empty if it does. */
  Optional<String> reasonForNone() {
    if (!value("slipway.processing.enabled", Boolean.class, true)) {
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
