package dev.slipway.lab;

import dev.slipway.account.CurrentAccount;
import dev.slipway.account.Role;
import dev.slipway.lab.faults.FaultLab;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Which experiments this installation has, and which of them the caller may open. */
@ApplicationScoped
public class ExperimentAccess {
  private final FaultLab faultLab;
  private final CurrentAccount caller;

  ExperimentAccess(FaultLab faultLab, CurrentAccount caller) {
    this.faultLab = faultLab;
    this.caller = caller;
  }

  /** Whether this installation has the experiment. */
  public boolean exists(Experiment experiment) {
    return experiment != Experiment.FAULTS || faultLab.isAvailable();
  }

  /** Whether this installation has the experiment, and the caller may open its page. */
  public boolean mayOpen(Experiment experiment) {
    return exists(experiment) && experiment.requiredRole().filter(role -> !has(role)).isEmpty();
  }

  /** The role that the caller lacks to open the page of the experiment; empty if none. */
  public Optional<Role> missingRole(Experiment experiment) {
    return experiment.requiredRole().filter(role -> !has(role));
  }

  /** Whether another account of this installation could run the experiment. */
  public boolean needsAnotherAccount(ExperimentLink link) {
    return exists(link.experiment()) && link.requiredRole().filter(role -> !has(role)).isPresent();
  }

  /**
   * Returns what the caller needs to run the experiment, as a sentence; empty if nothing is
   * missing.
   */
  public Optional<String> findObstacle(ExperimentLink link) {
    if (!exists(link.experiment())) {
      return Optional.of(
          "Needs the fault lab. It exists with “./mvnw quarkus:dev” and with “docker compose"
              + " --profile lab up”, not in this installation.");
    }
    return link.requiredRole().filter(role -> !has(role)).map(ExperimentAccess::explain);
  }

  private boolean has(Role role) {
    return role == Role.ADMIN ? caller.isAdmin() : caller.isCreator();
  }

  private static String explain(Role role) {
    return role == Role.ADMIN
        ? "Needs the role admin, because a fault disturbs everybody."
        : "Needs the role creator or admin.";
  }
}
