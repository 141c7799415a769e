package dev.slipway.account.login;

import dev.slipway.account.password.PasswordHasher;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Limits the logins that are checked at once. A password check keeps a processor busy for a tenth
 * of a second and needs 19 MiB of memory, and a login needs database connections, so without a
 * limit a few hundred logins would delay all other requests.
 *
 * <p>Each login that waits occupies a thread. So the number that wait is limited, in all and for
 * each network, and so is the time. A login beyond these limits is refused without any work.
 */
@ApplicationScoped
class LoginQueue {
  /** At most half of the worker threads: Quarkus has 200, and more from 26 processors on. */
  private static final int MAX_LOGINS = 100;

  /** A fifth of them, so that one network can't fill the queue. A processor checks them in 2 s. */
  private static final int MAX_LOGINS_PER_NETWORK = 20;

  /** Checks use at most an eighth of the heap. */
  private static final int MAX_PART_OF_HEAP = 8;

  private static final Duration TIMEOUT = Duration.ofSeconds(3);

  private final int maxLogins;
  private final int maxLoginsPerNetwork;
  private final Duration timeout;
  private final Semaphore checks;
  private final Map<String, Integer> loginsByNetwork = new HashMap<>();
  private int logins;

  LoginQueue() {
    this(checksAtOnce(), MAX_LOGINS, MAX_LOGINS_PER_NETWORK, TIMEOUT);
  }

  /**
   * @param checks logins that are checked at once
   * @param maxLogins logins that are checked or wait
   * @param timeout how long one may wait
   */
  LoginQueue(int checks, int maxLogins, int maxLoginsPerNetwork, Duration timeout) {
    this.checks = new Semaphore(checks, true);
    this.maxLogins = maxLogins;
    this.maxLoginsPerNetwork = maxLoginsPerNetwork;
    this.timeout = timeout;
  }

  /** One for each processor, but no more than fit into a part of the heap. */
  private static int checksAtOnce() {
    var runtime = Runtime.getRuntime();
    var fitting = runtime.maxMemory() / MAX_PART_OF_HEAP / PasswordHasher.MEMORY_BYTES;
    return (int) Math.max(1, Math.min(runtime.availableProcessors(), fitting));
  }

  /**
   * Waits for a turn, then checks a login.
   *
   * @return its result; empty if there are too many logins
   */
  <T> Optional<T> run(String network, Supplier<T> login) {
    if (!enter(network)) {
      return Optional.empty();
    }
    try {
      return awaitTurn() ? Optional.of(check(login)) : Optional.empty();
    } finally {
      leave(network);
    }
  }

  private synchronized boolean enter(String network) {
    var ownLogins = loginsByNetwork.getOrDefault(network, 0);
    if (logins >= maxLogins || ownLogins >= maxLoginsPerNetwork) {
      return false;
    }
    logins++;
    loginsByNetwork.put(network, ownLogins + 1);
    return true;
  }

  private boolean awaitTurn() {
    try {
      return checks.tryAcquire(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private <T> T check(Supplier<T> login) {
    try {
      return login.get();
    } finally {
      checks.release();
    }
  }

  private synchronized void leave(String network) {
    logins--;
    loginsByNetwork.computeIfPresent(network, (key, count) -> count == 1 ? null : count - 1);
  }
}
