package dev.slipway.web;

import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * What this process does. Processes that run media jobs start programs on the files of strangers,
 * so a deployment can keep them apart from those that people reach.
 */
@Startup
@ApplicationScoped
public class ProcessRole {
  private static final String ALL = "all";
  private static final String WEB = "web";
  private static final String WORKER = "worker";

  private final String role;

  /**
   * @param role {@code all}, {@code web} or {@code worker}
   * @throws IllegalArgumentException if the role is unknown
   */
  public ProcessRole(@ConfigProperty(name = "slipway.role", defaultValue = ALL) String role) {
    this.role = role.strip().toLowerCase(Locale.ROOT);
    if (!Set.of(ALL, WEB, WORKER).contains(this.role)) {
      throw new IllegalArgumentException(
          "SLIPWAY_ROLE must be all, web or worker, not \"" + role + "\".");
    }
  }

  /** Whether this process runs media jobs. */
  public boolean runsMediaJobs() {
    return !role.equals(WEB);
  }

  /** Whether this process runs media jobs and nothing else. */
  public boolean isWorker() {
    return role.equals(WORKER);
  }
}
