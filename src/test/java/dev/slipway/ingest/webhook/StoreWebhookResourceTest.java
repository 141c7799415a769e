package dev.slipway.ingest.webhook;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.ingest.inbox.NotificationState;
import dev.slipway.ingest.inbox.StoredNotifications;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.ObjectStore;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Asvs;
import dev.slipway.testing.CapturedLog;
import dev.slipway.testing.Eventually;
import dev.slipway.testing.Mp4Header;
import dev.slipway.testing.StoreEvents;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.config.HttpClientConfig;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.apache.http.conn.params.ConnRoutePNames;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class StoreWebhookResourceTest {
  private static final int MAX_BODY_SIZE = 1024 * 1024;
  private static final int TRUNCATED_BODY_SIZE = 64 * 1024;
  private static final byte[] BYTES = Mp4Header.bytes(1_500, 3);

  @ConfigProperty(name = "slipway.notifications.token")
  String token;

  @Inject ObjectStore store;

  private final ApiClient creator = ApiClient.as("creator");

  @BeforeEach
  void pauseStoreEvents() {
    StoreEvents.pause();
  }

  @AfterEach
  void resumeStoreEvents() {
    StoreEvents.resume();
  }

  @Test
  void cataloguesVideoWithoutCompletion() {
    var id = creator.put("clip.mp4", BYTES);
    creator.request().get("/api/videos/{id}", id).then().statusCode(404);

    post(created(id));

    awaitVideo(id);
    creator
        .request()
        .get("/api/videos/{id}", id)
        .then()
        .body("status", equalTo("READY"))
        .body("storedBy", equalTo("notification"))
        .body("size", equalTo(BYTES.length));
  }

  @Test
  void repeatedNotificationsChangeNothing() {
    var id = creator.put("clip.mp4", BYTES);
    post(created(id));
    awaitVideo(id);
    var video = creator.complete(id).prettify();

    for (var time = 0; time < 5; time++) {
      awaitState(post(created(id)), NotificationState.SUPERSEDED);
    }

    assertThat(creator.complete(id).prettify()).isEqualTo(video);
  }

  @Test
  void followsTheStoreInAnyOrder() {
    var id = creator.put("clip.mp4", BYTES);
    var key = ObjectKey.ofSource(new dev.slipway.storage.RandomId(id));
    awaitState(post(removed(id)), NotificationState.APPLIED);
    awaitVideo(id);

    store.remove(key);
    awaitState(post(created(id)), NotificationState.APPLIED);

    creator.request().get("/api/videos/{id}", id).then().body("playable", equalTo(false));
    creator
        .request()
        .contentType("application/json")
        .body("{\"operation\":\"play\"}")
        .post("/api/videos/{id}/urls", id)
        .then()
        .statusCode(409)
        .body("code", equalTo("video-not-playable"));
  }

  @Test
  void syncsAgainForNewerSequencer() {
    var id = creator.put("clip.mp4", BYTES);
    awaitState(post(created(id)), NotificationState.APPLIED);

    awaitState(post(created(id).replace("339E56", "339E57")), NotificationState.APPLIED);
    awaitState(post(created(id).replace("339E56", "339E55")), NotificationState.SUPERSEDED);
    awaitState(
        post(created(id).replace(",\"sequencer\":\"18EB05FD7F339E56\"", "")),
        NotificationState.APPLIED);
  }

  @Test
  @Asvs("13.2.1")
  void requiresToken() {
    // A body that only this test sends, because an event of the store may still arrive.
    var forged = "{\"forged\":true}";
    for (var authorization :
        List.of("", "Bearer", "Bearer wrong", "Basic !!", basic("wrong"), token)) {
      given()
          .header("Authorization", authorization)
          .body(forged)
          .post("/notifications/s3")
          .then()
          .statusCode(401);
    }
    given()
        .body(forged)
        .post("/notifications/s3")
        .then()
        .statusCode(401)
        .header("WWW-Authenticate", "Bearer, Basic realm=\"Notifications\"")
        .body("title", equalTo("Authentication is required"))
        .body("code", equalTo("unauthenticated"));
    assertThat(StoredNotifications.findNewest(forged.getBytes(StandardCharsets.UTF_8))).isEmpty();

    given()
        .header("Authorization", basic(token))
        .body("{}")
        .post("/notifications/s3")
        .then()
        .statusCode(204);
  }

  /** From addresses that no other test uses, because each address has its own limit. */
  @Test
  @Asvs("16.3.3")
  void logsFewForgedNotificationsOfOneAddress() throws UnknownHostException {
    try (var log = CapturedLog.of(StoreWebhookResource.class.getName())) {
      for (var i = 0; i < 30; i++) {
        postForged("127.0.0.41");
      }
      postForged("127.0.0.42");

      assertThat(log.all())
          .hasSize(6)
          .allMatch(line -> line.startsWith("WARN A notification from 127.0.0.4"))
          .last()
          .asString()
          .contains("127.0.0.42");
    }
  }

  @Test
  void storesUnreadableBodiesAsDeadLetters() {
    awaitState(post("{\"broken".getBytes(StandardCharsets.UTF_8)), NotificationState.DEAD);
    awaitState(post(new byte[] {0, 1, 2, (byte) 0xff}), NotificationState.DEAD);
    awaitState(post(new byte[0]), NotificationState.DEAD);

    var id = creator.put("clip.mp4", BYTES);
    post(created(id));
    awaitVideo(id);
  }

  @Test
  void truncatesOversizedBodies() {
    var id = post(new byte[3 * 1024 * 1024]);

    awaitState(id, NotificationState.DEAD);
    assertThat(StoredNotifications.body(id)).hasSize(TRUNCATED_BODY_SIZE);
    assertThat(StoredNotifications.reason(id)).contains("1 MiB");
  }

  @Test
  void ignoresOtherBucketsAndKeys() {
    var elsewhere = created("x").replace("slipway-videos", "elsewhere");
    awaitIgnored(post(elsewhere));
    awaitIgnored(post(created("x").replace("videos%2F", "other%2F")));
  }

  private static void postForged(String address) throws UnknownHostException {
    var fromAddress =
        HttpClientConfig.httpClientConfig()
            .setParam(ConnRoutePNames.LOCAL_ADDRESS, InetAddress.getByName(address));
    given()
        .config(RestAssured.config().httpClient(fromAddress))
        .body("{}")
        .post("/notifications/s3")
        .then()
        .statusCode(401);
  }

  private long post(String body) {
    return post(body.getBytes(StandardCharsets.UTF_8));
  }

  private long post(byte[] body) {
    given()
        .header("Authorization", "Bearer " + token)
        .contentType("application/json")
        .body(body)
        .post("/notifications/s3")
        .then()
        .statusCode(204);
    return StoredNotifications.findNewest(
            body.length > MAX_BODY_SIZE ? Arrays.copyOf(body, TRUNCATED_BODY_SIZE) : body)
        .orElseThrow();
  }

  private void awaitVideo(String id) {
    Eventually.holds(
        "the video is catalogued",
        () -> creator.request().get("/api/videos/{id}", id).statusCode() == 200);
  }

  private static void awaitState(long id, NotificationState state) {
    Eventually.holds(
        "notification " + id + " is " + state, () -> StoredNotifications.state(id) == state);
  }

  private static void awaitIgnored(long id) {
    awaitState(id, NotificationState.APPLIED);
    assertThat(StoredNotifications.reason(id)).contains("names no video in this bucket");
  }

  private static String basic(String password) {
    var plain = ("slipway:" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(plain);
  }

  private static String created(String id) {
    return event("s3:ObjectCreated:Put", id);
  }

  private static String removed(String id) {
    return event("s3:ObjectRemoved:Delete", id);
  }

  private static String event(String name, String id) {
    return """
    {"EventName":"%s","Records":[{"eventName":"%s","s3":{"bucket":{"name":"slipway-videos"},
    "object":{"key":"videos%%2F%s%%2Fsource","sequencer":"18EB05FD7F339E56"}}}]}\
    """
        .formatted(name, name, id);
  }
}
