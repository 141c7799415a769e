package dev.slipway.webhooks.sending;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessageTest {
  private static final byte[] KEY = Base64.getDecoder().decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

  /** The known answer of the libraries of Standard Webhooks. */
  @Test
  void signsLikeStandardWebhooks() {
    var message =
        new Message("msg_p5jXN8AQM9LWM0D4loKWxJek", "{\"test\": 2432232314}", List.of(KEY));

    assertThat(message.headers(Instant.ofEpochSecond(1_614_265_330)))
        .containsEntry("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek")
        .containsEntry("webhook-timestamp", "1614265330")
        .containsEntry("webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  @Test
  void signsWithEachKey() {
    var message = new Message("msg_1", "{}", List.of(KEY, "previous".getBytes(UTF_8)));

    assertThat(message.headers(Instant.EPOCH).get("webhook-signature"))
        .matches("v1,[A-Za-z0-9+/]{43}= v1,[A-Za-z0-9+/]{43}=");
  }

  @Test
  void readsRetryAfterInSecondsOrAsADate() {
    var now = Instant.parse("2026-01-01T00:00:00Z");

    assertThat(RetryAfter.parse("90", now)).isEqualTo(Duration.ofSeconds(90));
    assertThat(RetryAfter.parse("Thu, 01 Jan 2026 00:01:00 GMT", now))
        .isEqualTo(Duration.ofMinutes(1));
    assertThat(RetryAfter.parse("Wed, 31 Dec 2025 00:00:00 GMT", now)).isEqualTo(Duration.ZERO);
    assertThat(RetryAfter.parse(null, now)).isNull();
    assertThat(RetryAfter.parse("soon", now)).isNull();
    assertThat(RetryAfter.parse("-1", now)).isNull();
    assertThat(RetryAfter.parse("99999999999999999999", now)).isNull();
  }
}
