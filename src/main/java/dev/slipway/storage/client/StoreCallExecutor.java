package dev.slipway.storage.client;

import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.StoreRefusalException;
import dev.slipway.storage.StoreUnavailableException;
import dev.slipway.storage.client.StoreMetrics.Outcome;
import dev.slipway.web.LogText;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.MinioException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Makes calls to the store, so many at once, and sorts out how they end: an answer, an absence, or
 * a store that can't be asked now.
 */
public final class StoreCallExecutor {
  private static final Logger LOG = Logger.getLogger(StoreCallExecutor.class);
  private static final Set<String> ABSENT_CODES =
      Set.of("NoSuchKey", "NoSuchObject", "NoSuchUpload");

  /** The ETag is another by now, so that object is gone; or there is an object already. */
  private static final int PRECONDITION_FAILED = 412;

  private static final int BAD_REQUEST = 400;

  /**
   * What Amazon answers 400 too, though the request is right: settings, keys or the line are not.
   */
  private static final Set<String> RECOVERABLE_CODES =
      Set.of(
          "AuthorizationHeaderMalformed",
          "ExpiredToken",
          "InvalidToken",
          "RequestTimeout",
          "TokenRefreshRequired");

  private static final String KMS_CODE_PREFIX = "KMS.";

  private final int maxCalls;
  private final Semaphore permits;
  private final Duration permitTimeout;
  private final StoreMetrics metrics;

  StoreCallExecutor(int atOnce, Duration longestWait, StoreMetrics metrics) {
    this.maxCalls = atOnce;
    this.permits = new Semaphore(atOnce);
    this.permitTimeout = longestWait;
    this.metrics = metrics;
  }

  /** How many calls are under way. */
  int permitsInUse() {
    return maxCalls - permits.availablePermits();
  }

  /**
   * @return empty where the store says that there is no such object or multipart upload, or that it
   *     is not in the state that the call asks for
   * @throws StoreUnavailableException where the store can't be asked now
   * @throws StoreRefusalException where it will not do this, however often it is asked
   */
  public <T> Optional<T> call(StoreOperation what, ObjectKey key, Call<T> call) {
    if (!getsPlace()) {
      metrics.recordCall(what, Outcome.NO_PLACE, 0);
      throw unavailable(what, key, "too many calls wait for the store");
    }
    try {
      return metrics.traced(what, () -> measured(what, () -> answer(what, key, call)));
    } finally {
      permits.release();
    }
  }

  /** The same for a call that the client makes on threads of its own. */
  public <T> Optional<T> callAndAwait(
      StoreOperation what, ObjectKey key, Supplier<CompletableFuture<T>> request) {
    return call(what, key, () -> await(request.get()));
  }

  private <T> Optional<T> measured(StoreOperation what, Supplier<Optional<T>> call) {
    var begun = System.nanoTime();
    var outcome = Outcome.FAILED;
    try {
      var answer = call.get();
      outcome = answer.isPresent() ? Outcome.ANSWERED : Outcome.ABSENT;
      return answer;
    } catch (StoreUnavailableException e) {
      outcome = Outcome.UNAVAILABLE;
      throw e;
    } catch (StoreRefusalException e) {
      outcome = Outcome.REFUSED;
      throw e;
    } finally {
      metrics.recordCall(what, outcome, System.nanoTime() - begun);
    }
  }

  private static <T> Optional<T> answer(StoreOperation what, ObjectKey key, Call<T> call) {
    try {
      return Optional.of(call.make());
    } catch (ErrorResponseException e) {
      return absentOrRefused(what, key, e);
    } catch (MinioException | IOException e) {
      throw unavailable(what, key, e.getMessage());
    } catch (IllegalStateException e) {
      // How the client reports a lost connection.
      if (e.getCause() instanceof IOException) {
        throw unavailable(what, key, e.getMessage());
      }
      throw e;
    }
  }

  private static <T> T await(CompletableFuture<T> answer) throws MinioException, IOException {
    try {
      return answer.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof MinioException failure) {
        throw failure;
      }
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private boolean getsPlace() {
    try {
      return permits.tryAcquire(permitTimeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static <T> Optional<T> absentOrRefused(
      StoreOperation what, ObjectKey key, ErrorResponseException e) {
    var status = e.response().code();
    if (ABSENT_CODES.contains(e.errorResponse().code()) || status == PRECONDITION_FAILED) {
      return Optional.empty();
    }
    if (status == BAD_REQUEST && !isMendable(e.errorResponse().code())) {
      throw new StoreRefusalException(
          "The store refuses %s %s: %s".formatted(what, LogText.of(key.value()), e.getMessage()));
    }
    // Rights and addresses can be mended, and then what waits goes on.
    throw unavailable(what, key, status + " " + e.getMessage());
  }

  private static boolean isMendable(String code) {
    return code != null && (RECOVERABLE_CODES.contains(code) || code.startsWith(KMS_CODE_PREFIX));
  }

  private static StoreUnavailableException unavailable(
      StoreOperation what, ObjectKey key, String message) {
    LOG.errorf("%s %s: %s", what, LogText.of(key.value()), LogText.of(message));
    return new StoreUnavailableException();
  }

  /** One call to the store. */
  public interface Call<T> {
    T make() throws MinioException, IOException;
  }
}
