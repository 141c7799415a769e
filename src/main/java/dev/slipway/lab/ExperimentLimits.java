package dev.slipway.lab;

import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/** How many attacks and trials run at once in this replica: one of each account, and few in all. */
@ApplicationScoped
public class ExperimentLimits {
  /** An experiment occupies a thread for seconds, and sends requests to the application itself. */
  private static final int MAX_RUNNING = 4;

  private static final Duration RETRY_AFTER = Duration.ofSeconds(3);

  private final Set<String> running = new HashSet<>();

  /** The permission to run one experiment. Closing returns it. */
  public interface Permit extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * @throws ProblemException {@code too-many-requests}
   */
  public synchronized Permit acquire(String account) {
    if (running.contains(account)) {
      throw refusal("An experiment of yours is still running. Wait for its end, then try again.");
    }
    if (running.size() >= MAX_RUNNING) {
      throw refusal("Other experiments are running. Try again in a few seconds.");
    }
    running.add(account);
    return () -> release(account);
  }

  private synchronized void release(String account) {
    running.remove(account);
  }

  private static ProblemException refusal(String detail) {
    return new ProblemException(ErrorCode.TOO_MANY_REQUESTS, detail, RETRY_AFTER);
  }
}
