package dev.slipway.lab.choices;

import dev.slipway.account.CurrentAccount;
import dev.slipway.lab.ExperimentLimits;
import dev.slipway.lab.attacks.bench.StoreRoute;
import dev.slipway.storage.ObjectStore;
import dev.slipway.storage.StoreConfig;
import dev.slipway.storage.StoreKind;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.security.SecureRandom;
import org.jboss.logging.Logger;

/** Runs trials of the caller, one at a time, and removes what they have stored. */
@ApplicationScoped
class TrialRunner {
  private static final Logger LOG = Logger.getLogger(TrialRunner.class);

  private final PostPolicyTrial postPolicy;
  private final TemporaryCredentialsTrial temporaryCredentials;
  private final StoreRoute route;
  private final ObjectStore store;
  private final StoreKind kind;
  private final SecureRandom random;
  private final ExperimentLimits limits;
  private final CurrentAccount caller;

  TrialRunner(
      PostPolicyTrial postPolicy,
      TemporaryCredentialsTrial temporaryCredentials,
      StoreRoute route,
      ObjectStore store,
      StoreConfig config,
      SecureRandom random,
      ExperimentLimits limits,
      CurrentAccount caller) {
    this.postPolicy = postPolicy;
    this.temporaryCredentials = temporaryCredentials;
    this.route = route;
    this.store = store;
    this.kind = config.kind();
    this.random = random;
    this.limits = limits;
    this.caller = caller;
  }

  /**
   * Runs a trial.
   *
   * @throws ProblemException {@code too-many-requests} if the caller runs another experiment;
   *     {@code attack-not-applicable}; {@code store-unavailable}
   */
  TrialResult run(Trial trial) {
    requireAmazonsProtocol();
    try (var permit = limits.acquire(caller.getName());
        var bench = new TrialBench(route.choose(), store, random)) {
      return switch (trial) {
        case POST_POLICY -> postPolicy.run(bench);
        case TEMPORARY_CREDENTIALS -> temporaryCredentials.run(bench, store.bucket());
      };
    } catch (IOException e) {
      // The message contains internal addresses.
      LOG.warnf("The trial %s was not finished: %s", trial.kebabCase(), e.getMessage());
      throw new ProblemException(
          ErrorCode.STORE_UNAVAILABLE,
          "The experiment was not finished, because the store did not answer. Try again; if it stays"
              + " like this, ask an administrator to run the doctor.");
    }
  }

  private void requireAmazonsProtocol() {
    if (kind == StoreKind.GOOGLE) {
      throw new ProblemException(
          ErrorCode.ATTACK_NOT_APPLICABLE,
          "Not applicable here: this experiment signs with Amazon’s names. Google’s POST policies have"
              + " names of their own, and its tokens come from another service.");
    }
  }
}
