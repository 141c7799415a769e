package dev.slipway.ingest.senders;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.util.Arrays;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class SnsNotificationTest {
  @Inject ObjectMapper json;
  @Inject Clock clock;

  private final FakeSns sns = new FakeSns();

  @Test
  void processesSignedNotification() {
    useTopics();
    var body = signed();

    post(body).statusCode(204);

    Eventually.holds(
        "the notification is applied", () -> stateOf(body) == NotificationState.APPLIED);
  }

  @Test
  void rejectsForgedMessage() {
    useTopics();
    var forged =
        new String(signed(), StandardCharsets.UTF_8).replace("elsewhere", "slipway-videos");

    post(forged.getBytes(StandardCharsets.UTF_8)).statusCode(401);
    post(Arrays.copyOf(signed(), 2 * 1024 * 1024)).statusCode(401);

    assertThat(StoredNotifications.findNewest(forged.getBytes(StandardCharsets.UTF_8))).isEmpty();
  }

  @Test
  void respondsWithRetryAfterWhenCertificateIsUnavailable() {
    useTopics();
    sns.setUnavailable(true);

    post(signed())
        .statusCode(503)
        .header("Retry-After", notNullValue())
        .body("code", equalTo("sender-unverified"));
  }

  @Test
  void rejectsSignedMessageWithoutConfiguredTopics() {
    post(signed()).statusCode(401);
  }

  /** About another bucket, so that it changes nothing. */
  private byte[] signed() {
    var records =
        """
        {"Records":[{"eventSource":"aws:s3","s3":{"bucket":{"name":"elsewhere"},
        "object":{"key":"videos/%s/source"}}}]}\
        """
            .formatted(UUID.randomUUID());
    return FakeSns.signed(FakeSns.notification(records, clock.instant()), "2");
  }

  private void useTopics() {
    QuarkusMock.installMockForType(
        new SnsAuthenticator(
            new SnsTopics(Set.of(FakeSns.TOPIC)),
            new SnsCertificates(sns, clock),
            sns,
            json,
            clock),
        SnsAuthenticator.class);
  }

  private static ValidatableResponse post(byte[] body) {
    return given()
        .header(SnsAuthenticator.MESSAGE_TYPE_HEADER, "Notification")
        .contentType("text/plain; charset=UTF-8")
        .body(body)
        .post("/notifications/s3")
        .then();
  }

  private static NotificationState stateOf(byte[] body) {
    return StoredNotifications.state(StoredNotifications.findNewest(body).orElseThrow());
  }
}
