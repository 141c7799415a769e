package dev.slipway.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.webhooks.ReceiverRecipe.Language;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs the receivers of docs/webhooks.md, and sends them webhooks. */
class ReceiverRecipesTest {
  private static final String SECRET = secret("the secret of the webhook");
  private static final String OTHER_SECRET = secret("the secret of another webhook");
  private static final String BODY =
      "{\"type\":\"video.ready\",\"timestamp\":\"2026-11-26T16:00:00Z\",\"data\":{\"id\":\"a\"}}";
  private static final String NON_ASCII_BODY =
      "{\"type\":\"video.ready\",\"data\":{\"title\":\"Zürich, 東京, \uD83C\uDFAC\"}}";
  private static final int REFUSED = 400;
  private static final int ACCEPTED = 204;
  private static final Map<Language, ReceiverRecipe> RECEIVERS = new EnumMap<>(Language.class);

  private final String id = UUID.randomUUID().toString();

  @AfterAll
  static void stopReceivers() {
    RECEIVERS.values().forEach(ReceiverRecipe::close);
  }

  /** The vector that the libraries of Standard Webhooks are tested with. */
  @Test
  void theseTestsSignByTheStandard() {
    assertThat(
            SignedRequest.signature(
                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                1614265330,
                "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  @ParameterizedTest
  @EnumSource
  void acceptsASignedBody(Language language) {
    assertThat(signed(BODY).sendTo(receiver(language).address())).isEqualTo(ACCEPTED);

    receiver(language).awaitOutput(id + " " + BODY + "\n");
  }

  @ParameterizedTest
  @EnumSource
  void acceptsANonAsciiBody(Language language) {
    assertThat(signed(NON_ASCII_BODY).sendTo(receiver(language).address())).isEqualTo(ACCEPTED);

    receiver(language).awaitOutput(id + " " + NON_ASCII_BODY + "\n");
  }

  @ParameterizedTest
  @EnumSource
  void acceptsOneOfSeveralSignatures(Language language) {
    var request = signed(BODY);
    var valid = request.headers().get("webhook-signature");
    var other = signed(OTHER_SECRET, Duration.ZERO).headers().get("webhook-signature");

    for (var signatures : List.of(other + " " + valid, valid + " " + other, "v1a,x " + valid)) {
      assertThat(send(language, request.withHeader("webhook-signature", signatures)))
          .as(signatures)
          .isEqualTo(ACCEPTED);
    }
  }

  @ParameterizedTest
  @EnumSource
  void refusesAChangedBody(Language language) {
    assertThat(send(language, signed(BODY).withBody(BODY + " "))).isEqualTo(REFUSED);

    receiver(language).awaitOutput("Refused: no signature matches the body and the secret");
  }

  @ParameterizedTest
  @EnumSource
  void refusesChangedHeaders(Language language) {
    var request = signed(BODY);
    var signature = request.headers().get("webhook-signature");

    assertThat(send(language, request.withHeader("webhook-id", "other"))).isEqualTo(REFUSED);
    var later = Long.toString(Instant.now().getEpochSecond() + 9);
    assertThat(send(language, request.withHeader("webhook-timestamp", later))).isEqualTo(REFUSED);
    for (var changed :
        List.of(
            signature.substring(0, signature.length() - 1),
            signature.replace("v1,", "v2,"),
            signature.substring("v1,".length()),
            "v1,",
            "v1,é")) {
      assertThat(send(language, request.withHeader("webhook-signature", changed)))
          .as(changed)
          .isEqualTo(REFUSED);
    }
  }

  @ParameterizedTest
  @EnumSource
  void refusesAnotherSecret(Language language) {
    assertThat(send(language, signed(OTHER_SECRET, Duration.ZERO))).isEqualTo(REFUSED);
  }

  @ParameterizedTest
  @EnumSource
  void refusesATimestampThatDiffersByMoreThanFiveMinutes(Language language) {
    assertThat(send(language, signed(SECRET, Duration.ofMinutes(-6)))).isEqualTo(REFUSED);
    assertThat(send(language, signed(SECRET, Duration.ofMinutes(6)))).isEqualTo(REFUSED);
    assertThat(send(language, signed(SECRET, Duration.ofMinutes(-4)))).isEqualTo(ACCEPTED);

    receiver(language).awaitOutput("Refused: the timestamp differs from this clock");
  }

  @ParameterizedTest
  @EnumSource
  void refusesATimestampThatIsNoNumber(Language language) {
    for (var timestamp : List.of("now", "-1", "1e9", "NaN", "99999999999999999999")) {
      assertThat(send(language, signed(BODY).withHeader("webhook-timestamp", timestamp)))
          .as(timestamp)
          .isEqualTo(REFUSED);
    }
  }

  @ParameterizedTest
  @EnumSource
  void refusesAMissingHeader(Language language) {
    var request = signed(BODY);

    for (var name : request.headers().keySet()) {
      assertThat(send(language, request.withoutHeader(name))).as(name).isEqualTo(REFUSED);
    }
    receiver(language).awaitOutput("Refused: a webhook header is missing");
  }

  @ParameterizedTest
  @EnumSource
  void doesNotStartWithoutAValidSecret(Language language) {
    for (var secret : List.of("", "whsec_", "whsec_not base64")) {
      assertThatThrownBy(() -> ReceiverRecipe.start(language, secret))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("Set WEBHOOK_SECRET to the secret of the webhook");
    }
  }

  private int send(Language language, SignedRequest request) {
    return request.sendTo(receiver(language).address());
  }

  private SignedRequest signed(String body) {
    return SignedRequest.of(SECRET, id, Instant.now().getEpochSecond(), body);
  }

  private SignedRequest signed(String secret, Duration offset) {
    return SignedRequest.of(secret, id, Instant.now().plus(offset).getEpochSecond(), BODY);
  }

  private static ReceiverRecipe receiver(Language language) {
    return RECEIVERS.computeIfAbsent(language, absent -> ReceiverRecipe.start(absent, SECRET));
  }

  private static String secret(String key) {
    return "whsec_" + Base64.getEncoder().encodeToString(key.getBytes(StandardCharsets.UTF_8));
  }
}
