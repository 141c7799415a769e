package dev.slipway.ingest.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.ingest.EnabledTransports;
import dev.slipway.ingest.NotificationsConfig;
import dev.slipway.ingest.TestNotificationsConfig;
import dev.slipway.testing.Asvs;
import dev.slipway.web.ProcessRole;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WebhookTokenTest {
  private static final String SETTING = "slipway.notifications.token";

  @Test
  @Asvs("13.2.3")
  void isRequiredForWebhookOnly() {
    assertThatThrownBy(() -> token(TestNotificationsConfig.withTransports("webhook,listen")))
        .hasMessageContaining("SLIPWAY_NOTIFICATIONS_TOKEN is not set");
    assertThat(token(TestNotificationsConfig.withTransports("listen")).matches("Bearer "))
        .isFalse();
  }

  @Test
  void isOptionalWithSignedSenders() {
    for (var setting :
        List.of(
            Map.entry(
                "slipway.notifications.sns-topics",
                "arn:aws:sns:eu-central-1:123456789012:slipway"),
            Map.entry(
                "slipway.notifications.pubsub-accounts",
                "slipway-push@my-project.iam.gserviceaccount.com"))) {
      var token = token(TestNotificationsConfig.of(Map.of(setting.getKey(), setting.getValue())));

      assertThat(token.matches("Bearer ")).isFalse();
      assertThat(token.matches("Bearer null")).isFalse();
      assertThat(token.matches("Basic Og==")).isFalse();
    }
  }

  /** MinIO sends a token of two words as it is. */
  @Test
  void mayHaveTwoWords() {
    for (var secret : List.of("correct horse", "Bearer abc")) {
      var token = token(TestNotificationsConfig.of(Map.of(SETTING, secret)));

      assertThat(token.matches(secret)).as(secret).isTrue();
      assertThat(token.matches("Bearer " + secret)).as(secret).isTrue();
      assertThat(token.matches(secret + "!")).as(secret).isFalse();
    }
  }

  private static WebhookToken token(NotificationsConfig config) {
    return new WebhookToken(config, new EnabledTransports(config, new ProcessRole("all")));
  }
}
