package dev.slipway.storage.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.StoreDeniedException;
import dev.slipway.storage.StoreRefusalException;
import dev.slipway.storage.StoreUnavailableException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.minio.errors.ErrorResponseException;
import io.minio.messages.ErrorResponse;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.Test;

class StoreCallExecutorTest {
  private static final ObjectKey KEY = new ObjectKey("videos/x");

  private final MeterRegistry registry = new SimpleMeterRegistry();
  private final StoreCallExecutor calls =
      new StoreCallExecutor(
          1, Duration.ofMillis(20), new StoreMetrics(registry), StoreConnections.NO_SPANS);

  @Test
  void failsWhenNoPermitIsFree() throws Exception {
    var begun = new CountDownLatch(1);
    var end = new CountDownLatch(1);
    var pool = Executors.newSingleThreadExecutor();
    var slow = pool.submit(() -> calls.call(StoreOperation.GET, KEY, () -> waitFor(begun, end)));
    begun.await();

    assertThatThrownBy(() -> calls.call(StoreOperation.GET, KEY, () -> "answer"))
        .isInstanceOf(StoreUnavailableException.class);
    assertThat(calls.permitsInUse()).isOne();
    assertThat(count("no_place")).isOne();

    end.countDown();
    slow.get();
    pool.shutdown();
    assertThat(calls.call(StoreOperation.GET, KEY, () -> "answer")).contains("answer");
    assertThat(calls.permitsInUse()).isZero();
    assertThat(count("answered")).isEqualTo(2);
  }

  @Test
  void reportsALostConnectionAsUnavailable() {
    assertThatThrownBy(
            () -> calls.call(StoreOperation.GET, KEY, StoreCallExecutorTest::loseConnection))
        .isInstanceOf(StoreUnavailableException.class);
    assertThatThrownBy(
            () ->
                calls.call(
                    StoreOperation.GET,
                    KEY,
                    () -> {
                      throw new IllegalStateException(new ConnectException("refused"));
                    }))
        .isInstanceOf(StoreUnavailableException.class);
    assertThat(count("unavailable")).isEqualTo(2);
  }

  @Test
  void distinguishesInvalidRequestsFromRecoverableErrors() {
    for (var code : List.of("InvalidPart", "EntityTooSmall", "BadDigest")) {
      assertThatThrownBy(() -> refused(code)).isInstanceOf(StoreRefusalException.class);
    }
    for (var code : List.of("AuthorizationHeaderMalformed", "KMS.DisabledException")) {
      assertThatThrownBy(() -> refused(code)).isInstanceOf(StoreUnavailableException.class);
    }
  }

  @Test
  void passesProgrammingErrorsOn() {
    assertThatThrownBy(
            () ->
                calls.call(
                    StoreOperation.GET,
                    KEY,
                    () -> {
                      throw new IllegalStateException("a programming error");
                    }))
        .isExactlyInstanceOf(IllegalStateException.class);
    assertThat(count("failed")).isOne();
    assertThat(calls.call(StoreOperation.GET, KEY, () -> "answer")).contains("answer");
  }

  /** Such a response has no body, so the S3 client makes up the code. */
  @Test
  void status400OfAHeadMayBeRecoverable() {
    assertThatThrownBy(() -> answered(StoreOperation.HEAD, 400, "BadRequest"))
        .isInstanceOf(StoreDeniedException.class);
  }

  /** A store that needs long begins with the status 200. */
  @Test
  void classifiesLateErrorsOfACompletionByTheirCodes() {
    var completion = StoreOperation.COMPLETE_UPLOAD;
    for (var code : List.of("InvalidPart", "InvalidPartOrder", "EntityTooSmall")) {
      assertThatThrownBy(() -> answered(completion, 200, code))
          .isInstanceOf(StoreRefusalException.class);
    }
    assertThat(answered(completion, 200, "PreconditionFailed")).isEmpty();
    assertThatThrownBy(() -> answered(completion, 200, "InternalError"))
        .isExactlyInstanceOf(StoreUnavailableException.class);
  }

  @Test
  void tellsDenialsFromOutages() {
    for (var status : List.of(401, 403, 405)) {
      assertThatThrownBy(() -> answered(StoreOperation.GET, status, "AccessDenied"))
          .isInstanceOf(StoreDeniedException.class);
    }
    for (var status : List.of(408, 409, 429, 500, 503)) {
      assertThatThrownBy(() -> answered(StoreOperation.GET, status, "SlowDown"))
          .isExactlyInstanceOf(StoreUnavailableException.class);
    }
    for (var code : List.of("RequestTimeout", "KMS.ThrottlingException")) {
      assertThatThrownBy(() -> refused(code)).isExactlyInstanceOf(StoreUnavailableException.class);
    }
  }

  private Optional<String> refused(String code) {
    return answered(StoreOperation.GET, 400, code);
  }

  private Optional<String> answered(StoreOperation operation, int status, String code) {
    var response =
        new Response.Builder()
            .request(new Request.Builder().url("http://localhost/").build())
            .protocol(Protocol.HTTP_1_1)
            .code(status)
            .message("An error")
            .build();
    var error = new ErrorResponse(code, "message of the store", null, null, null, null, null);
    return calls.call(
        operation,
        KEY,
        () -> {
          throw new ErrorResponseException(error, response, null);
        });
  }

  private double count(String outcome) {
    return registry
        .get("slipway.store.calls")
        .tags("operation", "get", "outcome", outcome)
        .counter()
        .count();
  }

  private static String loseConnection() throws IOException {
    throw new IOException("connection reset");
  }

  private static String waitFor(CountDownLatch begun, CountDownLatch end) {
    begun.countDown();
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return "late answer";
  }
}
