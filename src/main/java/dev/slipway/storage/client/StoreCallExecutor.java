package dev.slipway.storage.client;

import dev.slipway.observability.Metrics;
import dev.slipway.observability.Spans;
import dev.slipway.storage.BucketMissingException;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.StoreDeniedException;
import dev.slipway.storage.StoreRefusalException;
import dev.slipway.storage.StoreUnavailableException;
import dev.slipway.storage.client.StoreMetrics.Outcome;
import dev.slipway.web.LogText;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.MinioException;
import io.opentelemetry.api.trace.SpanKind;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * Makes calls to the store, a limited number at once, and classifies how they end: an answer, an
 * absent object, an unavailable store, or a refusal.
 */
final class StoreCallExecutor {
  private static final Logger LOG = Logger.getLogger(StoreCallExecutor.class);
  private static final Set<String> ABSENT_CODES =
      Set.of("NoSuchKey", "NoSuchObject", "NoSuchUpload");

  private static final String BUCKET_MISSING_CODE = "NoSuchBucket";

  /** The object has another ETag than the expected one, or exists although it must not. */
  private static final int PRECONDITION_FAILED = 412;

  private static final String PRECONDITION_FAILED_CODE = "PreconditionFailed";

  private static final int BAD_REQUEST = 400;

  /** The status of a call that the store denies, until its settings or the request are changed. */
  private static final Set<Integer> DENIALS = Set.of(BAD_REQUEST, 401, 403, 404, 405);

  /** Codes of temporary problems, which Amazon sends with status 400. */
  private static final Pattern TEMPORARY_CODES = Pattern.compile("RequestTimeout|.*Throttl.*");

  /**
   * Errors of a completion. A store that needs long to complete an upload begins its response with
   * the status 200, and an error follows in the body.
   */
  private static final Set<String> INVALID_PARTS_CODES =
      Set.of("InvalidPart", "InvalidPartOrder", "EntityTooSmall");

  /** Operations whose responses have no body, so a status 400 has no code that tells more. */
  private static final Set<StoreOperation> WITHOUT_CODES =
      EnumSet.of(StoreOperation.HEAD, StoreOperation.HEAD_BUCKET);

  /**
   * Codes that Amazon sends with status 400 although the request itself is right: it fails because
   * of settings, credentials or the connection, which can change.
   */
  private static final Set<String> RECOVERABLE_CODES =
      Set.of(
          "AuthorizationHeaderMalformed",
          "ExpiredToken",
          "InvalidToken",
          "RequestTimeout",
          "TokenRefreshRequired");

  /** The prefix of codes about encryption keys, which are recoverable too. */
  private static final String KMS_CODE_PREFIX = "KMS.";

  private final int maxCalls;
  private final Semaphore permits;
  private final Duration permitTimeout;
  private final StoreMetrics metrics;
  private final Spans spans;

  StoreCallExecutor(int maxCalls, Duration permitTimeout, StoreMetrics metrics, Spans spans) {
    this.maxCalls = maxCalls;
    this.permits = new Semaphore(maxCalls);
    this.permitTimeout = permitTimeout;
    this.metrics = metrics;
    this.spans = spans;
  }

  /** How many calls are under way. */
  int permitsInUse() {
    return maxCalls - permits.availablePermits();
  }

  /**
   * Makes a call when fewer than the maximum are under way.
   *
   * @return empty if the store has no such object or multipart upload, or it is not in the state
   *     that the call requires
   * @throws StoreUnavailableException if the store can't be asked now
   * @throws StoreRefusalException if the store will not do this, however often it is asked
   */
  <T> Optional<T> call(StoreOperation operation, ObjectKey key, Call<T> call) {
    if (!acquirePermit()) {
      metrics.recordRejection(operation);
      throw unavailable(operation, key, "too many calls are waiting for the store");
    }
    try {
      var label = Metrics.labelValue(operation);
      return spans.inSpan(
          "store " + label,
          SpanKind.CLIENT,
          Map.of("rpc.system", "s3", "rpc.method", label),
          () -> callAndRecord(operation, key, call));
    } finally {
      permits.release();
    }
  }

  /** Makes a call that the S3 client runs on its own threads, and waits for it. */
  <T> Optional<T> callAndAwait(
      StoreOperation operation, ObjectKey key, Supplier<CompletableFuture<T>> request) {
    return call(operation, key, () -> await(request.get()));
  }

  private boolean acquirePermit() {
    try {
      return permits.tryAcquire(permitTimeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private <T> Optional<T> callAndRecord(StoreOperation operation, ObjectKey key, Call<T> call) {
    var started = System.nanoTime();
    var outcome = Outcome.FAILED;
    try {
      var answer = classify(operation, key, call);
      outcome = answer.isPresent() ? Outcome.ANSWERED : Outcome.ABSENT;
      return answer;
    } catch (StoreUnavailableException e) {
      outcome = Outcome.UNAVAILABLE;
      throw e;
    } catch (StoreRefusalException e) {
      outcome = Outcome.REFUSED;
      throw e;
    } finally {
      metrics.recordCall(operation, outcome, System.nanoTime() - started);
    }
  }

  private static <T> Optional<T> classify(StoreOperation operation, ObjectKey key, Call<T> call) {
    try {
      return Optional.of(call.make());
    } catch (ErrorResponseException e) {
      return classifyError(operation, key, e);
    } catch (MinioException | IOException e) {
      throw unavailable(operation, key, e.getMessage());
    } catch (IllegalStateException e) {
      // How the S3 client reports a lost connection.
      if (e.getCause() instanceof IOException) {
        throw unavailable(operation, key, e.getMessage());
      }
      throw e;
    }
  }

  private static <T> Optional<T> classifyError(
      StoreOperation operation, ObjectKey key, ErrorResponseException e) {
    var status = e.response().code();
    var code = e.errorResponse().code();
    if (ABSENT_CODES.contains(code)
        || status == PRECONDITION_FAILED
        || PRECONDITION_FAILED_CODE.equals(code)) {
      return Optional.empty();
    }
    if (isInvalidRequest(operation, status, code)) {
      throw new StoreRefusalException(
          "The store refuses the %s %s: %s"
              .formatted(operation, LogText.of(key.value()), e.getMessage()));
    }
    if (BUCKET_MISSING_CODE.equals(code)) {
      logFailure(operation, key, status + " " + e.getMessage());
      throw new BucketMissingException();
    }
    var reason = status + " " + e.getMessage();
    if (DENIALS.contains(status) && (code == null || !TEMPORARY_CODES.matcher(code).matches())) {
      // Permissions and addresses can be corrected, so waiting work is retried.
      logFailure(operation, key, reason);
      throw new StoreDeniedException();
    }
    throw unavailable(operation, key, reason);
  }

  private static boolean isInvalidRequest(StoreOperation operation, int status, String code) {
    return code != null && INVALID_PARTS_CODES.contains(code)
        || status == BAD_REQUEST && !WITHOUT_CODES.contains(operation) && !isRecoverable(code);
  }

  private static boolean isRecoverable(String code) {
    return code != null && (RECOVERABLE_CODES.contains(code) || code.startsWith(KMS_CODE_PREFIX));
  }

  private static StoreUnavailableException unavailable(
      StoreOperation operation, ObjectKey key, String reason) {
    logFailure(operation, key, reason);
    return new StoreUnavailableException();
  }

  private static void logFailure(StoreOperation operation, ObjectKey key, String reason) {
    LOG.errorf("The %s %s failed: %s", operation, LogText.of(key.value()), LogText.of(reason));
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

  /** A call to the store. */
  interface Call<T> {
    T make() throws MinioException, IOException;
  }
}
