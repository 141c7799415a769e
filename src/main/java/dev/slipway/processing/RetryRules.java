package dev.slipway.processing;

import dev.slipway.media.probe.TemporaryFilesException;
import dev.slipway.media.rendition.TimeLimitException;
import dev.slipway.processing.ProcessingMetrics.RetryCause;
import dev.slipway.processing.scan.MalwareScanner;
import dev.slipway.processing.scan.ScannerUnavailableException;
import dev.slipway.storage.ObjectStore;
import dev.slipway.storage.StoreUnavailableException;
import dev.slipway.web.problem.DatabaseUnavailable;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Decides whether a failed attempt met an outage, or a file that can't be processed. An outage is
 * no failure of the job, so what failed is asked again: if it answers, the file is to blame.
 */
@ApplicationScoped
class RetryRules {
  /** The worker may have been busy, but usually the next attempt takes as long: up to 12 hours. */
  private static final int MAX_TRIES_OVER_TIME = 2;

  private final ObjectStore store;
  private final MalwareScanner scanner;

  RetryRules(ObjectStore store, MalwareScanner scanner) {
    this.store = store;
    this.scanner = scanner;
  }

  /**
   * Must not be called in a transaction.
   *
   * @param missingProgram the name of a program that the work needs and this process lacks
   */
  Retry decide(RuntimeException e, Supplier<Optional<String>> missingProgram) {
    if (e instanceof StoreUnavailableException) {
      return store.isAvailable()
          ? failure("The store answers, but not for this object")
          : new Retry(RetryCause.STORE, "The store does not answer");
    }
    if (e instanceof ScannerUnavailableException unavailable) {
      return unavailable.isBroken() || scanner.isAvailable()
          ? failure(e.getMessage())
          : new Retry(RetryCause.SCANNER, e.getMessage());
    }
    if (DatabaseUnavailable.isCauseOf(e)) {
      return new Retry(RetryCause.DATABASE, "The database did not answer");
    }
    if (e instanceof TemporaryFilesException) {
      return new Retry(RetryCause.DISK, e.getMessage());
    }
    var missing = missingProgram.get();
    if (missing.isPresent()) {
      return new Retry(
          RetryCause.PROGRAM,
          "%s is missing on the worker %s".formatted(missing.get(), JobWorker.name()));
    }
    if (e instanceof TimeLimitException) {
      return new Retry(
          RetryCause.FAILURE,
          e.getMessage()
              + ". After %d failed attempts, a job that takes too long isn't repeated"
                  .formatted(MAX_TRIES_OVER_TIME),
          MAX_TRIES_OVER_TIME);
    }
    return failure(e.getMessage() == null ? e.toString() : e.getMessage());
  }

  private static Retry failure(String reason) {
    return new Retry(RetryCause.FAILURE, reason);
  }

  /**
   * @param reason why the attempt has to be repeated, for people
   * @param maxTries the number of failed attempts after which the job is dead, if that is fewer
   *     than configured
   */
  record Retry(RetryCause cause, String reason, int maxTries) {
    Retry(RetryCause cause, String reason) {
      this(cause, reason, Integer.MAX_VALUE);
    }

    /** Whether it counts as a failure of the job. */
    boolean isFailure() {
      return cause == RetryCause.FAILURE;
    }
  }
}
