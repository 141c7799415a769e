package dev.slipway.storage.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.storage.ObjectKey;
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

  private void refused(String code) {
    var response =
        new Response.Builder()
            .request(new Request.Builder().url("http://localhost/").build())
            .protocol(Protocol.HTTP_1_1)
            .code(400)
            .message("Bad Request")
            .build();
    var error = new ErrorResponse(code, "message of the store", null, null, null, null, null);
    calls.call(
        StoreOperation.GET,
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
