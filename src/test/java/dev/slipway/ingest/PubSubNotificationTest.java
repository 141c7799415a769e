package dev.slipway.ingest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import dev.slipway.embedded.EmbeddedPartsResource;
import dev.slipway.testing.Eventually;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedPartsResource.class)
class PubSubNotificationTest {
  @Inject Clock clock;

  private final SigningGoogle google = new SigningGoogle();
  private final byte[] body = push();

  @Test
  void keepsAndAppliesWhatIsSigned() {
    useAccounts();

    post(google.authorization(SigningGoogle.claims(clock.instant()))).statusCode(204);

    Eventually.holds(
        "the notification is applied",
        () -> kept().orElseThrow().state == NotificationState.APPLIED);
  }

  @Test
  void refusesWhatIsForged() {
    useAccounts();
    var claims = SigningGoogle.claims(clock.instant());

    post(new SigningGoogle().authorization(claims)).statusCode(401);
    post(google.authorization(claims.put("email", "other@example.com"))).statusCode(401);

    assertThat(kept()).isEmpty();
  }

  @Test
  void asksToSendAgainWhatCannotBeVerifiedNow() {
    useAccounts();
    google.goAway(true);

    post(google.authorization(SigningGoogle.claims(clock.instant())))
        .statusCode(503)
        .header("Retry-After", notNullValue())
        .body("code", equalTo("sender-unverified"));
  }

  @Test
  void takesNoSignatureWithoutAccounts() {
    post(google.authorization(SigningGoogle.claims(clock.instant()))).statusCode(401);
  }

  private void useAccounts() {
    var accounts =
        new PubSubAccounts(Optional.of(SigningGoogle.AUDIENCE), Set.of(SigningGoogle.ACCOUNT));
    QuarkusMock.installMockForType(
        new PubSubSender(accounts, new GoogleKeys(google, clock), clock), PubSubSender.class);
  }

  private ValidatableResponse post(String authorization) {
    return given()
        .header("Authorization", authorization)
        .contentType("application/json")
        .body(body)
        .post("/notifications/s3")
        .then();
  }

  /** Of another bucket, so that it touches nothing. */
  private static byte[] push() {
    return """
        {"message":{"attributes":{"bucketId":"elsewhere","objectId":"videos/%s/source",
        "eventType":"OBJECT_FINALIZE"},"messageId":"1"},"subscription":"projects/p/subscriptions/s"}"""
        .formatted(UUID.randomUUID())
        .getBytes(StandardCharsets.UTF_8);
  }

  private Optional<Notification> kept() {
    return QuarkusTransaction.requiringNew()
        .call(
            () ->
                Notification.<Notification>find("body = ?1 order by id desc", (Object) body)
                    .firstResultOptional());
  }
}
