package dev.slipway.ingest.inbox;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.ingest.Transport;
import dev.slipway.testing.Caller;
import dev.slipway.testing.Eventually;
import dev.slipway.testing.Mp4;
import dev.slipway.testing.StoreEvents;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class InboxMetricsTest {
  @Inject NotificationReceiver intake;
  @Inject InboxMetrics metrics;

  @Test
  void recordsLagBySource() {
    var before = value("slipway_catalogue_lag_seconds_count{by=\"completion\"}");

    // Whoever is first is counted.
    StoreEvents.pause();
    Caller.as("creator").upload("clip.mp4", Mp4.bytes(600, 4));
    StoreEvents.resume();

    assertThat(value("slipway_catalogue_lag_seconds_count{by=\"completion\"}"))
        .isGreaterThan(before);
    Eventually.holds(
        "the notification is counted", () -> value("slipway_notifications_lag_seconds_count") > 0);
  }

  @Test
  void countsDeadLetters() {
    var dead = "slipway_notifications_settled_total{state=\"dead\"}";
    var before = value(dead);

    intake.receive("broken".getBytes(StandardCharsets.UTF_8), Transport.KAFKA);

    Eventually.holds("it is counted", () -> value(dead) > before);
    metrics.updateGauges();
    assertThat(value("slipway_notifications_dead")).isPositive();
    assertThat(value("slipway_notifications_received_total{transport=\"kafka\"}")).isPositive();
  }

  private static double value(String metric) {
    return given()
        .get("/q/metrics")
        .then()
        .statusCode(200)
        .extract()
        .asString()
        .lines()
        .filter(line -> line.startsWith(metric + " "))
        // Behind the value there may be an exemplar.
        .mapToDouble(line -> Double.parseDouble(line.substring(metric.length() + 1).split(" ")[0]))
        .findFirst()
        .orElse(0);
  }
}
