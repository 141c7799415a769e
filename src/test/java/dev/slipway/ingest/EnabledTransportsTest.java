package dev.slipway.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.ingest.senders.FakeGoogle;
import dev.slipway.ingest.senders.FakeSns;
import dev.slipway.ingest.webhook.WebhookToken;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnabledTransportsTest {
  @Test
  void defaultIsWebhook() {
    var transports = new EnabledTransports(config(Map.of()));

    assertThat(transports.includes(Transport.WEBHOOK)).isTrue();
    assertThat(transports.includes(Transport.LISTEN)).isFalse();
    assertThat(transports.includes(Transport.KAFKA)).isFalse();
  }

  @Test
  void acceptsSeveralTransports() {
    var transports = new EnabledTransports(chosen("webhook, kafka"));

    assertThat(transports.includes(Transport.WEBHOOK)).isTrue();
    assertThat(transports.includes(Transport.KAFKA)).isTrue();
  }

  @Test
  void unknownTransportPreventsStart() {
    assertThatThrownBy(() -> new EnabledTransports(chosen("webhook,sqs")))
        .hasMessage(
            "SLIPWAY_NOTIFICATIONS_TRANSPORT names \"sqs\". Choose webhook, listen or kafka, or"
                + " several of them separated by commas.");
  }

  @Test
  void tokenIsRequiredForWebhookOnly() {
    var webhook = chosen("webhook,listen");
    var listen = chosen("listen");

    assertThatThrownBy(() -> new WebhookToken(webhook, new EnabledTransports(webhook)))
        .hasMessageContaining("SLIPWAY_NOTIFICATIONS_TOKEN is not set");
    assertThat(new WebhookToken(listen, new EnabledTransports(listen)).matches("Bearer "))
        .isFalse();
  }

  @Test
  void tokenIsOptionalWithSignedSenders() {
    for (var settings :
        List.of(
            Map.of("slipway.notifications.sns-topics", FakeSns.TOPIC),
            Map.of("slipway.notifications.pubsub-accounts", FakeGoogle.ACCOUNT))) {
      var config = config(settings);

      var token = new WebhookToken(config, new EnabledTransports(config));

      assertThat(token.matches("Bearer ")).isFalse();
      assertThat(token.matches("Bearer null")).isFalse();
      assertThat(token.matches("Basic Og==")).isFalse();
    }
  }

  private static NotificationsConfig chosen(String words) {
    return config(Map.of("slipway.notifications.transport", words));
  }

  private static NotificationsConfig config(Map<String, String> settings) {
    return new SmallRyeConfigBuilder()
        // Durations such as 30S
        .addDiscoveredConverters()
        .withMapping(NotificationsConfig.class)
        .withSources(new PropertiesConfigSource(settings, "settings", 300))
        .build()
        .getConfigMapping(NotificationsConfig.class);
  }
}
