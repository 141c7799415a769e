package dev.slipway.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The health endpoints report an unavailable store or database, and respond quickly. */
@Tag("faults")
class HealthFaultsTest {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  /** The default timeout of a Kubernetes probe. */
  private static final Duration MAX_RESPONSE_TIME = Duration.ofSeconds(1);

  private static final int PROBES = 100;
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @RegisterExtension
  static final Stack STACK =
      Stack.with(Map.of("SLIPWAY_RECONCILE_EVERY", "0S", "SLIPWAY_RECONCILE_AT_START", "false"));

  @AfterEach
  void restore() {
    STACK.databaseProxy().cut();
    STACK.databaseProxy().setInterceptor(TcpInterceptor.NONE);
    STACK.databaseProxy().restore();
    STACK.storeProxy().cut();
    STACK.storeProxy().setInterceptor(TcpInterceptor.NONE);
    STACK.storeProxy().restore();
    Eventually.holds(
        "the application is ready again", TIMEOUT, () -> health("/ready").status() == 200);
    Eventually.holds("the application is healthy again", TIMEOUT, () -> health("").status() == 200);
  }

  @Test
  @Tag("quick")
  @Fault("health while the store is down")
  void staysReadyWithoutTheStore() {
    Eventually.holds("the application is healthy", TIMEOUT, () -> health("").status() == 200);

    STACK.storeProxy().cut();

    Eventually.holds("health reports the store", TIMEOUT, () -> health("").status() == 503);
    var ready = health("/ready");
    assertThat(ready.status()).isEqualTo(200);
    assertThat(ready.body()).contains("object store (for information)").contains("unavailable: ");
    assertThat(health("/well").body()).contains("\"DOWN\"").contains("reason");
    assertThat(STACK.replica().metric("slipway_store_up")).isZero();
    STACK.reportResult("ready 200, which reports the store as unavailable; health 503");
  }

  @Test
  @Fault("health while the store does not respond")
  void reportsAnUnresponsiveStore() {
    STACK.storeProxy().setInterceptor(TcpInterceptor.DISCARD);

    Eventually.holds("health reports the store", TIMEOUT, () -> health("").status() == 503);
    var slowest = slowestOf(PROBES);

    assertThat(slowest).isLessThan(MAX_RESPONSE_TIME);
    assertThat(health("/ready").status()).isEqualTo(200);
    STACK.reportResult("%d probes, the slowest answered in %d ms", PROBES, slowest.toMillis());
  }

  @Test
  @Tag("quick")
  @Fault("health while the database is down")
  void isNotReadyWithoutTheDatabase() {
    STACK.databaseProxy().cut();

    Eventually.holds(
        "the application is not ready", TIMEOUT, () -> health("/ready").status() == 503);
    assertThat(health("/ready").body()).contains("\"database\"").contains("reason");
    // A restart would not fix the database.
    assertThat(health("/live").status()).isEqualTo(200);
    assertThat(STACK.replica().metric("slipway_database_up")).isZero();
    assertThat(health("/well").status()).isEqualTo(200);
    STACK.reportResult("ready 503 with the reason, live 200");
  }

  @Test
  @Fault("health while the database does not respond")
  void reportsAnUnresponsiveDatabase() {
    STACK.databaseProxy().setInterceptor(TcpInterceptor.DISCARD);

    Eventually.holds(
        "the application is not ready", TIMEOUT, () -> health("/ready").status() == 503);
    var slowest = slowestOf(PROBES);

    assertThat(slowest).isLessThan(MAX_RESPONSE_TIME);
    STACK.reportResult("%d probes, the slowest answered in %d ms", PROBES, slowest.toMillis());
  }

  /** Returns the longest time, of probes one after the other. */
  private static Duration slowestOf(int probes) {
    return IntStream.range(0, probes)
        .mapToObj(i -> timeProbe())
        .max(Duration::compareTo)
        .orElseThrow();
  }

  private static Duration timeProbe() {
    var startedAt = Instant.now();
    List.of("/ready", "/live").forEach(HealthFaultsTest::health);
    return Duration.between(startedAt, Instant.now());
  }

  private static Health health(String path) {
    var url = STACK.replica().origin().resolve("/q/health" + path);
    try {
      var response = HTTP.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString());
      return new Health(response.statusCode(), response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private record Health(int status, String body) {}
}
