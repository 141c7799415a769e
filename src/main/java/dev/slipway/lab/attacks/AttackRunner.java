package dev.slipway.lab.attacks;

import dev.slipway.account.CurrentAccount;
import dev.slipway.lab.ExperimentLimits;
import dev.slipway.lab.attacks.bench.Benches;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/** Runs attacks of the caller, one at a time, and removes what they have stored. */
@ApplicationScoped
class AttackRunner {
  private static final Logger LOG = Logger.getLogger(AttackRunner.class);
  private static final String TITLE = "Lab attack: %s (throw-away, can be deleted)";

  private final Map<Attack, AttackScript> scripts = new EnumMap<>(Attack.class);
  private final Benches benches;
  private final ExperimentLimits limits;
  private final CurrentAccount caller;

  AttackRunner(
      @All List<AttackScript.Group> groups,
      Benches benches,
      ExperimentLimits limits,
      CurrentAccount caller) {
    groups.forEach(group -> scripts.putAll(group.scripts()));
    this.benches = benches;
    this.limits = limits;
    this.caller = caller;
  }

  /**
   * Runs an attack.
   *
   * @throws ProblemException {@code too-many-requests} if the caller runs another one; {@code
   *     quota-exceeded}; {@code store-unavailable}
   */
  AttackResult run(Attack attack) {
    try (var permit = limits.acquire(caller.getName());
        var bench = benches.open(TITLE.formatted(attack.kebabCase()))) {
      var observation = scripts.get(attack).run(bench);
      return AttackResult.of(attack, observation, bench.exchanges());
    } catch (IOException e) {
      // The message contains internal addresses.
      LOG.warnf("The attack %s was not finished: %s", attack.kebabCase(), e.getMessage());
      throw new ProblemException(
          ErrorCode.STORE_UNAVAILABLE,
          "The attack was not finished, because the store or the webhook did not answer. Try again;"
              + " if this continues, ask an administrator to run the doctor.");
    }
  }
}
