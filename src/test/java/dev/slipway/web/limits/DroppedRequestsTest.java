package dev.slipway.web.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.CapturedLog;
import dev.slipway.testing.Eventually;
import dev.slipway.web.limits.DroppedRequests.Reason;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DroppedRequestsTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  /** Much longer than a test needs to record its requests. */
  private static final Duration COLLECTION_TIME = Duration.ofSeconds(2);

  private final Vertx vertx = Vertx.vertx();
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final DroppedRequests dropped = new DroppedRequests(vertx, metrics, COLLECTION_TIME);

  @AfterEach
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void logsOneLineForManyRequests() {
    try (var log = CapturedLog.of(DroppedRequests.class.getName())) {
      for (var i = 0; i < 300; i++) {
        dropped.record(Reason.BODY, "192.0.2.7");
      }
      dropped.record(Reason.HEAD, "192.0.2.8");
      Eventually.holds("they are logged", TIMEOUT, () -> !log.all().isEmpty());
      dropped.record(Reason.BODY, "192.0.2.9");

      assertThat(log.all())
          .containsExactly(
              "WARN Slow clients: dropped 301 requests that were incomplete or whose responses were"
                  + " not read; addresses: 2; most from 192.0.2.7 (300)");
    }
    assertThat(metrics.get("slipway.requests.dropped").tag("reason", "body").counter().count())
        .isEqualTo(301);
    assertThat(metrics.get("slipway.requests.dropped").tag("reason", "head").counter().count())
        .isEqualTo(1);
  }

  /** One customer has 2^64 IPv6 addresses. */
  @Test
  void countsIpv6AddressesByNetwork() {
    try (var log = CapturedLog.of(DroppedRequests.class.getName())) {
      for (var i = 0; i < 300; i++) {
        dropped.record(Reason.HEAD, "2001:db8:0:1:0:0:0:" + Integer.toHexString(i + 1));
      }
      dropped.record(Reason.BODY, "2001:db8:0:1::/64");
      dropped.record(Reason.HEAD, "192.0.2.8");
      Eventually.holds("they are logged", TIMEOUT, () -> !log.all().isEmpty());

      assertThat(log.all())
          .containsExactly(
              "WARN Slow clients: dropped 302 requests that were incomplete or whose responses were"
                  + " not read; addresses: 2; most from 2001:db8:0:1::/64 (301)");
    }
  }

  @Test
  void boundsTheAddressesThatItRemembers() {
    try (var log = CapturedLog.of(DroppedRequests.class.getName())) {
      for (var i = 0; i < 2_000; i++) {
        dropped.record(Reason.HEAD, "10.0.%d.%d".formatted(i / 250, i % 250));
      }
      dropped.record(Reason.HEAD, "10.0.0.7");
      Eventually.holds("they are logged", TIMEOUT, () -> !log.all().isEmpty());

      assertThat(log.all())
          .containsExactly(
              "WARN Slow clients: dropped 2001 requests that were incomplete or whose responses were"
                  + " not read; addresses: more than 1000; most from 10.0.0.7 (2)");
    }
  }
}
