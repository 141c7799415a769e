package dev.slipway.ingest.senders;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.ingest.inbox.NotificationState;
import dev.slipway.ingest.inbox.StoredNotifications;
import dev.slipway.testing.Eventually;
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
@WithTestResource(EmbeddedServicesResource.class)
class PubSubNotificationTest {
  @Inject Clock clock;

  private final FakeGoogle google = new FakeGoogle();
  private final byte[] body = push();

  @Test
  void processesSignedNotification() {
    useAccounts();

    post(google.authorization(FakeGoogle.claims(clock.instant()))).statusCode(204);

    Eventually.holds(
        "the notification is applied", () -> stateOf(body) == NotificationState.APPLIED);
  }

  @Test
  void rejectsForgedToken() {
    useAccounts();
    var claims = FakeGoogle.claims(clock.instant());

    post(new FakeGoogle().authorization(claims)).statusCode(401);
    post(google.authorization(claims.put("email", "other@example.com"))).statusCode(401);

    assertThat(StoredNotifications.findNewest(body)).isEmpty();
  }

  @Test
  void respondsWithRetryAfterWhenKeysAreUnavailable() {
    useAccounts();
    google.setUnavailable(true);

    post(google.authorization(FakeGoogle.claims(clock.instant())))
        .statusCode(503)
        .header("Retry-After", notNullValue())
        .body("code", equalTo("sender-unverified"));
  }

  @Test
  void rejectsSignedTokenWithoutConfiguredAccounts() {
    post(google.authorization(FakeGoogle.claims(clock.instant()))).statusCode(401);
  }

  private void useAccounts() {
    var accounts = new PubSubAccounts(Optional.of(FakeGoogle.AUDIENCE), Set.of(FakeGoogle.ACCOUNT));
    QuarkusMock.installMockForType(
        new PubSubAuthenticator(accounts, new GooglePublicKeys(google, clock), clock),
        PubSubAuthenticator.class);
  }

  private ValidatableResponse post(String authorization) {
    return given()
        .header("Authorization", authorization)
        .contentType("application/json")
        .body(body)
        .post("/notifications/s3")
        .then();
  }

  /** About another bucket, so that it changes nothing. */
  private static byte[] push() {
    return """
    {"message":{"attributes":{"bucketId":"elsewhere","objectId":"videos/%s/source",
    "eventType":"OBJECT_FINALIZE"},"messageId":"1"},"subscription":"projects/p/subscriptions/s"}\
    """
        .formatted(UUID.randomUUID())
        .getBytes(StandardCharsets.UTF_8);
  }

  private static NotificationState stateOf(byte[] body) {
    return StoredNotifications.state(StoredNotifications.findNewest(body).orElseThrow());
  }
}
