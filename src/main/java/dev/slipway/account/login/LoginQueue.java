package dev.slipway.account.login;

import dev.slipway.account.password.PasswordHasher;
import dev.slipway.web.ratelimit.FairQueue;
import dev.slipway.web.ratelimit.FairShare;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Limits the logins that are checked at once. A password check keeps a processor busy for a tenth
 * of a second and needs 19 MiB of memory, and a login needs database connections, so without a
 * limit a few hundred logins would delay all other requests.
 *
 * <p>Each login that waits occupies a thread. So the number that wait is limited, in all and for
 * each network, and so is the time. A login beyond these limits is refused without any work. The
 * first login of a network is checked before the second one of another, so networks with many
 * logins don't keep others out.
 */
@ApplicationScoped
class LoginQueue {
  /** At most half of the worker threads: Quarkus has 200, and more from 26 processors on. */
  private static final int MAX_LOGINS = 100;

  /** A fifth of them for one network alone. A processor checks them in 2 s. */
  private static final int MAX_LOGINS_PER_NETWORK = 20;

  /** Checks use at most an eighth of the heap. */
  private static final int MAX_PART_OF_HEAP = 8;

  private static final Duration TIMEOUT = Duration.ofSeconds(3);

  private final FairQueue queue;

  LoginQueue() {
    this(checksAtOnce(), MAX_LOGINS, MAX_LOGINS_PER_NETWORK, TIMEOUT);
  }

  /**
   * @param checks logins that are checked at once; half of them for one network alone
   * @param maxLogins logins that are checked or wait
   * @param timeout how long one may wait
   */
  LoginQueue(int checks, int maxLogins, int maxLoginsPerNetwork, Duration timeout) {
    this.queue =
        new FairQueue(
            FairShare.ofHalf(checks), new FairShare(maxLogins, maxLoginsPerNetwork), timeout);
  }

  /**
   * One for each two processors, so that others serve requests, but no more than fit into a part of
   * the heap.
   */
  private static int checksAtOnce() {
    var runtime = Runtime.getRuntime();
    var fitting = runtime.maxMemory() / MAX_PART_OF_HEAP / PasswordHasher.MEMORY_BYTES;
    return (int) Math.max(1, Math.min((runtime.availableProcessors() + 1) / 2, fitting));
  }

  /**
   * Waits for a turn, then checks a login.
   *
   * @return its result; empty if there are too many logins
   */
  <T> Optional<T> run(String network, Supplier<T> login) {
    return queue.run(network, login);
  }

  /** How many logins are checked or wait. */
  int size() {
    return queue.size();
  }
}
