package dev.slipway.lab.attacks.bench;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.ingest.EnabledTransports;
import dev.slipway.ingest.TestNotificationsConfig;
import dev.slipway.web.ProcessRole;
import dev.slipway.web.problem.ProblemException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OwnWebhookTest {
  private static final String TRANSPORT = "slipway.notifications.transport";
  private static final String TOKEN = "slipway.notifications.token";

  @Test
  void needsATokenToForge() {
    assertThatCode(webhook(Map.of(TRANSPORT, "webhook", TOKEN, "secret"))::requireToken)
        .doesNotThrowAnyException();
    assertThatThrownBy(webhook(Map.of(TRANSPORT, "webhook"))::requireToken)
        .isInstanceOf(ProblemException.class)
        .hasMessage(
            "Not applicable here: this installation receives notifications by webhook with"
                + " signatures, without a token.");
    assertThatThrownBy(webhook(Map.of(TRANSPORT, "kafka", TOKEN, "secret"))::requireToken)
        .hasMessage("Not applicable here: this installation receives notifications by kafka.");
  }

  private static OwnWebhook webhook(Map<String, String> settings) {
    var config = TestNotificationsConfig.of(settings);
    var transports = new EnabledTransports(config, new ProcessRole("all"));
    return new OwnWebhook(null, 0, config, transports, new ObjectMapper());
  }
}
