package dev.slipway.lab;

import dev.slipway.account.Role;
import java.util.Objects;
import java.util.Optional;

/**
 * A link to an experiment, with the parameters or the fragment that select what to run.
 *
 * @param path of the page, such as {@code /lab/attacks#late}
 * @param label what the user does there
 * @param role without which the action is refused, although the page can be opened; null if the
 *     action needs no other role than the page
 */
public record ExperimentLink(String path, String label, Role role) {
  /**
   * @throws IllegalArgumentException if no experiment has this address
   */
  public ExperimentLink {
    experimentOf(path);
    Objects.requireNonNull(label, "label");
  }

  public Experiment experiment() {
    return experimentOf(path);
  }

  /** The role that the action needs; empty if everyone who is logged in can run it. */
  public Optional<Role> requiredRole() {
    return Optional.ofNullable(role).or(() -> experiment().requiredRole());
  }

  private static Experiment experimentOf(String path) {
    var page = path.split("[?#]", 2)[0];
    return Experiment.find(page)
        .orElseThrow(() -> new IllegalArgumentException("There is no experiment at " + path));
  }
}
