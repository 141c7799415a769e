package dev.slipway.lab.comparison;

import dev.slipway.account.CurrentAccount;
import dev.slipway.lab.comparison.measure.StoreCalls;
import dev.slipway.storage.StoreConfig;
import dev.slipway.storage.StoreOrigin;
import dev.slipway.web.problem.ProblemException;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** Starts runs in the background, one at a time. */
@ApplicationScoped
class ComparisonRunner {
  /** So that a token is valid until a run has ended and its files are removed. */
  private static final Duration TOKEN_LIFETIME = BackgroundRun.TIME_LIMIT.multipliedBy(2);

  private static final Duration STOP_TIME = Duration.ofSeconds(5);
  private static final String EMBEDDED = "embedded";

  private final RunEnvironment environment;
  private final StoreConfig store;
  private final StoreOrigin origin;
  private final CurrentAccount caller;
  private final CurrentIdentityAssociation association;
  private final BackgroundRun.Services services;
  private volatile BackgroundRun run;
  private volatile Thread thread;

  ComparisonRunner(
      Comparisons comparisons,
      RunCleaner cleaner,
      RunRequirements requirements,
      StoreCalls storeCalls,
      RunEnvironment environment,
      StoreConfig store,
      StoreOrigin origin,
      CurrentAccount caller,
      CurrentIdentityAssociation association) {
    this.services = new BackgroundRun.Services(comparisons, cleaner, requirements, storeCalls);
    this.environment = environment;
    this.store = store;
    this.origin = origin;
    this.caller = caller;
    this.association = association;
  }

  /**
   * Starts a run of the caller.
   *
   * @throws ProblemException {@code invalid-request}; {@code quota-exceeded}; {@code
   *     too-many-requests} if another one is running
   */
  ComparisonView start(ComparisonRequest request) {
    request.requireValid();
    services.requirements().requireRoom(request, caller.getName());
    var started = services.comparisons().start(request.size(), describeStore());
    var stopped = new AtomicBoolean();
    try {
      var prepared = environment.prepare(TOKEN_LIFETIME, stopped::get);
      var identity = association.getIdentity();
      run = new BackgroundRun(started, request, identity, prepared, stopped, services);
    } catch (RuntimeException e) {
      services.comparisons().end(started.id(), ComparisonStatus.FAILED, "It could not start.");
      throw e;
    }
    thread = new Thread(run, "lab-comparison");
    thread.setDaemon(true);
    thread.start();
    return started;
  }

  /** Stops the run of this process, and waits until its files are removed, but not long. */
  void stop(@Observes ShutdownEvent stop) throws InterruptedException {
    if (thread != null && thread.isAlive()) {
      run.stop();
      thread.join(STOP_TIME.toMillis());
    }
  }

  /** Runs on different stores can't be compared. */
  private String describeStore() {
    return store.embedded() ? EMBEDDED : origin.authority();
  }
}
