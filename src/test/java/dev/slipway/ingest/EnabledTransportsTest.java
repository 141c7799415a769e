package dev.slipway.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.web.ProcessRole;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnabledTransportsTest {
  @Test
  void defaultIsWebhook() {
    var transports =
        new EnabledTransports(TestNotificationsConfig.of(Map.of()), new ProcessRole("all"));

    assertThat(transports.includes(Transport.WEBHOOK)).isTrue();
    assertThat(transports.includes(Transport.LISTEN)).isFalse();
    assertThat(transports.includes(Transport.KAFKA)).isFalse();
  }

  @Test
  void acceptsSeveralTransports() {
    var transports =
        new EnabledTransports(
            TestNotificationsConfig.withTransports("webhook, kafka"), new ProcessRole("all"));

    assertThat(transports.includes(Transport.WEBHOOK)).isTrue();
    assertThat(transports.includes(Transport.LISTEN)).isFalse();
    assertThat(transports.includes(Transport.KAFKA)).isTrue();
  }

  @Test
  void unknownTransportPreventsStart() {
    var config = TestNotificationsConfig.withTransports("webhook,sqs");

    assertThatThrownBy(() -> new EnabledTransports(config, new ProcessRole("all")))
        .hasMessage(
            "SLIPWAY_NOTIFICATIONS_TRANSPORT contains \"sqs\". Use webhook, listen or kafka, or"
                + " several of them separated by commas.");
  }
}
