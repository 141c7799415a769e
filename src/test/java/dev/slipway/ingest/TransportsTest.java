package dev.slipway.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TransportsTest {
  @Test
  void takeWebhooksUnlessToldOtherwise() {
    var transports = new Transports(config(Map.of()));

    assertThat(transports.include(Transport.WEBHOOK)).isTrue();
    assertThat(transports.include(Transport.LISTEN)).isFalse();
    assertThat(transports.include(Transport.KAFKA)).isFalse();
  }

  @Test
  void canBeSeveral() {
    var transports = new Transports(chosen("webhook, kafka"));

    assertThat(transports.include(Transport.WEBHOOK)).isTrue();
    assertThat(transports.include(Transport.KAFKA)).isTrue();
  }

  @Test
  void refuseTheStartForAnUnknownWord() {
    assertThatThrownBy(() -> new Transports(chosen("webhook,sqs")))
        .hasMessage(
            "SLIPWAY_NOTIFICATIONS_TRANSPORT names \"sqs\". Choose webhook, listen or kafka, or"
                + " several of them separated by commas.");
  }

  @Test
  void needATokenForWebhooksAlone() {
    var webhook = chosen("webhook,listen");
    var listen = chosen("listen");

    assertThatThrownBy(() -> new NotificationToken(webhook, new Transports(webhook)))
        .hasMessageContaining("SLIPWAY_NOTIFICATIONS_TOKEN is not set");
    assertThat(new NotificationToken(listen, new Transports(listen)).isIn("Bearer ")).isFalse();
  }

  @Test
  void needNoTokenWhereSendersSign() {
    for (var settings :
        List.of(
            Map.of("slipway.notifications.sns-topics", SigningSns.TOPIC),
            Map.of("slipway.notifications.pubsub-accounts", SigningGoogle.ACCOUNT))) {
      var config = config(settings);

      var token = new NotificationToken(config, new Transports(config));

      assertThat(token.isIn("Bearer ")).isFalse();
      assertThat(token.isIn("Bearer null")).isFalse();
      assertThat(token.isIn("Basic Og==")).isFalse();
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
