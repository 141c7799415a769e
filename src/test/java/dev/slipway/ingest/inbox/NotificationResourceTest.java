package dev.slipway.ingest.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;

import dev.slipway.audit.AuditEntry;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.ingest.NotificationsConfig;
import dev.slipway.ingest.Transport;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.ObjectStore;
import dev.slipway.storage.RandomId;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Eventually;
import dev.slipway.testing.Mp4Header;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class NotificationResourceTest {
  @Inject NotificationReceiver receiver;
  @Inject InboxRetention retention;
  @Inject NotificationsConfig config;
  @Inject ObjectStore store;

  private final ApiClient admin = ApiClient.as("admin");

  @Test
  void showsEventAndOutcome() {
    var id = ApiClient.as("creator").put("clip.mp4", Mp4Header.bytes(700, 9));
    var key = ObjectKey.ofSource(new RandomId(id));

    Eventually.holds("it is applied", () -> about(key).getList("items").size() == 1);

    var one = about(key);
    assertThat(one.getString("items[0].state")).isEqualTo("APPLIED");
    assertThat(one.getString("items[0].dialect")).isEqualTo("minio");
    assertThat(one.getString("items[0].event")).isEqualTo("ObjectCreated:Put");
    assertThat(one.getString("items[0].transport")).isEqualTo("webhook");
    assertThat(one.getLong("items[0].lagMillis")).isNotNegative();
    var body = admin.request().get("/api/notifications/{id}/body", one.getLong("items[0].id"));
    assertThat(body.header("Content-Disposition")).startsWith("attachment; filename=");
    assertThat(JsonPath.from(body.asString()).getString("Records[0].s3.object.key"))
        .isEqualTo(key.value().replace("/", "%2F"));
  }

  @Test
  void replaySyncsTheObjectAgain() {
    var id = ApiClient.as("creator").upload("clip.mp4", Mp4Header.bytes(710, 9)).getString("id");
    var key = ObjectKey.ofSource(new RandomId(id));
    Eventually.holds("it is applied", () -> about(key).getList("items").size() == 1);
    var notification = about(key).getLong("items[0].id");
    // A wrong row, as after restoring an old backup.
    change("update Video set size = 1 where id = ?1", id);

    admin.request().post("/api/notifications/{id}/replays", notification).then().statusCode(202);

    Eventually.holds(
        "the row is right again",
        () -> admin.request().get("/api/videos/" + id).jsonPath().getLong("size") == 710);
    admin.request().get("/api/notifications/{id}", notification).then().body("replays", equalTo(1));
  }

  @Test
  void replaysByFilter() {
    receiver.receive("{\"broken".getBytes(StandardCharsets.UTF_8), Transport.WEBHOOK);
    Eventually.holds("it is dead", () -> !dead().getList("items").isEmpty());
    var id = dead().getLong("items[0].id");
    var before = bulkReplays();

    admin
        .request()
        .contentType("application/json")
        .body("{\"state\":\"DEAD\"}")
        .post("/api/notifications/replays")
        .then()
        .statusCode(202)
        .body("replayed", greaterThanOrEqualTo(1));

    Eventually.holds(
        "it is dead again",
        () ->
            dead().getList("items.findAll { it.id == %d && it.replays > 0 }".formatted(id)).size()
                == 1);
    assertThat(bulkReplays()).isEqualTo(before + 1);
  }

  @Test
  void rejectsInvalidRequests() {
    for (var body : new String[] {"{}", "{\"all\":true,\"state\":\"DEAD\"}", "{\"state\":\"x\"}"}) {
      admin
          .request()
          .contentType("application/json")
          .body(body)
          .post("/api/notifications/replays")
          .then()
          .statusCode(400)
          .body("code", equalTo("invalid-request"));
    }
    admin.request().get("/api/notifications/0").then().statusCode(404);
    admin
        .request()
        .get("/api/notifications?after=x")
        .then()
        .statusCode(400)
        .body("detail", endsWith("must be a whole number. Start again from the first page."));
    admin.request().get("/api/reconciliations/1/drift?after=x").then().statusCode(400);
    admin.request().post("/api/notifications/0/replays").then().statusCode(404);
    ApiClient.as("creator").request().get("/api/notifications").then().statusCode(403);
  }

  @Test
  void deletesExpiredNotifications() {
    // More than a batch, after one with an old id that was replayed recently.
    var replayed = finished(NotificationState.APPLIED, Duration.ZERO);
    var applied = 0L;
    for (var i = 0; i < 1_001; i++) {
      applied = finished(NotificationState.APPLIED, config.keep().plusDays(1));
    }
    var recent = finished(NotificationState.APPLIED, config.keep().minusDays(1));
    var dead = finished(NotificationState.DEAD, config.keep().plusDays(1));

    retention.deleteExpired(Instant.now());

    assertThat(exists(applied)).isFalse();
    assertThat(exists(replayed)).isTrue();
    assertThat(exists(recent)).isTrue();
    assertThat(exists(dead)).isTrue();
  }

  private JsonPath about(ObjectKey key) {
    return admin.request().queryParam("key", key.value()).get("/api/notifications").jsonPath();
  }

  private JsonPath dead() {
    return admin.request().queryParam("state", "DEAD").get("/api/notifications").jsonPath();
  }

  /** Counts the audit entries about replays of all dead letters. */
  private static long bulkReplays() {
    return AuditEntry.count(
        "action = 'notification.replayed' and subject = 'inbox' and actor = 'admin'"
            + " and detail = 'dead'");
  }

  private static long finished(NotificationState state, Duration ago) {
    return QuarkusTransaction.requiringNew()
        .call(
            () -> {
              var at = Instant.now().minus(ago);
              var notification = Notification.create(new byte[] {1}, "test", at);
              notification.finish(state, "a test", at);
              notification.persist();
              return notification.id;
            });
  }

  private static boolean exists(long id) {
    return QuarkusTransaction.requiringNew().call(() -> Notification.count("id", id)) > 0;
  }

  private static void change(String hql, String id) {
    QuarkusTransaction.requiringNew()
        .run(
            () ->
                Notification.getEntityManager()
                    .createQuery(hql)
                    .setParameter(1, id)
                    .executeUpdate());
  }
}
