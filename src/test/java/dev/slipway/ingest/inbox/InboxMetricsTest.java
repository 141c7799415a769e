package dev.slipway.ingest.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.ingest.Transport;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Eventually;
import dev.slipway.testing.MetricsScrape;
import dev.slipway.testing.Mp4Header;
import dev.slipway.testing.StoreEvents;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class InboxMetricsTest {
  @Inject NotificationReceiver receiver;
  @Inject NotificationQueue queue;

  @Test
  void recordsLagBySource() {
    var byCompletion = value("slipway_catalogue_lag_seconds_count{by=\"completion\"}");
    var byNotification = value("slipway_notifications_lag_seconds_count");

    // The first source that stores a video is counted: here it is the completion.
    StoreEvents.pause();
    ApiClient.as("creator").upload("clip.mp4", Mp4Header.bytes(600, 4));
    StoreEvents.resume();

    assertThat(value("slipway_catalogue_lag_seconds_count{by=\"completion\"}"))
        .isGreaterThan(byCompletion);
    Eventually.holds(
        "the notification is counted",
        () -> value("slipway_notifications_lag_seconds_count") > byNotification);
  }

  @Test
  void countsDeadLetters() {
    var deadLetters = "slipway_notifications_settled_total{state=\"dead\"}";
    var received = "slipway_notifications_received_total{transport=\"kafka\"}";
    var deadBefore = value(deadLetters);
    var receivedBefore = value(received);

    receiver.receive("broken".getBytes(StandardCharsets.UTF_8), Transport.KAFKA);

    Eventually.holds("the dead letter is counted", () -> value(deadLetters) > deadBefore);
    assertThat(deadLettersOfNewGauges()).isPositive();
    assertThat(value(received)).isGreaterThan(receivedBefore);
  }

  /** The registry of the process keeps the gauges of an application that ran in it before. */
  private double deadLettersOfNewGauges() {
    var registry = new SimpleMeterRegistry();
    new InboxMetrics(registry, queue, Clock.systemUTC()).updateGauges();
    return registry.get("slipway.notifications.dead").gauge().value();
  }

  private static double value(String series) {
    return MetricsScrape.now().value(series);
  }
}
