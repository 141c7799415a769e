package dev.slipway.webhooks.delivery;

import static io.restassured.http.ContentType.JSON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.audit.AuditEntry;
import dev.slipway.audit.AuditLog;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.CustomSettingsProfile;
import dev.slipway.testing.Eventually;
import dev.slipway.testing.MetricsScrape;
import dev.slipway.testing.Mp4Header;
import dev.slipway.uploads.UploadLifecycle.UploadExpired;
import dev.slipway.webhooks.Webhook;
import dev.slipway.webhooks.WebhookReceiver;
import dev.slipway.webhooks.WebhookReceiver.Received;
import dev.slipway.webhooks.WebhookReceiver.Responder;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Events reach receivers on this machine over http. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
@TestProfile(CustomSettingsProfile.class)
class WebhookDeliveryTest {
  private static final List<String> ALL =
      List.of("video.ready", "video.rejected", "video.deleted", "upload.expired");

  @Inject Event<UploadExpired> expired;
  @Inject AuditLog audit;

  private final ApiClient creator = ApiClient.as("creator");
  private final ApiClient admin = ApiClient.as("admin");
  private final WebhookReceiver receiver = WebhookReceiver.start();

  @AfterEach
  void close() {
    QuarkusTransaction.requiringNew().run(() -> Webhook.deleteAll());
    receiver.close();
  }

  @Test
  void sendsSignedEventsOfAVideo() {
    var webhook = create(creator, receiver.url(), ALL);
    var video = creator.upload("clip.mp4", Mp4Header.bytes(2_000, 21));

    var ready = receiver.await(1).get(0);
    assertThat(ready.isSignedWith(webhook.getString("secret"))).isTrue();
    assertThat(ready.isSignedWith("whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")).isFalse();
    assertThat(ready.json().getString("type")).isEqualTo("video.ready");
    assertThat(Instant.parse(ready.json().getString("timestamp"))).isBeforeOrEqualTo(Instant.now());
    assertThat(ready.json().getString("data.id")).isEqualTo(video.getString("id"));
    assertThat(ready.json().getString("data.owner")).isEqualTo("creator");
    assertThat(ready.json().getString("data.status")).isEqualTo("READY");
    assertThat(ready.json().getLong("data.size")).isEqualTo(2_000);
    assertThat(ready.json().getString("data.format.container")).isEqualTo("mp4");
    assertThat(ready.body())
        .doesNotContain("/source")
        .doesNotContain(video.getString("etag"))
        .doesNotContain("bucket")
        .doesNotContain("sha256");

    creator
        .request()
        .delete("/api/videos/{id}?permanently=true", video.getString("id"))
        .then()
        .statusCode(204);
    var deleted = receiver.await(2).get(1);
    assertThat(deleted.json().getString("type")).isEqualTo("video.deleted");
    assertThat(deleted.json().getString("data.id")).isEqualTo(video.getString("id"));
    assertThat(deleted.id()).isNotEqualTo(ready.id());

    creator.upload("notes.mp4", "only text".repeat(100).getBytes(UTF_8));
    var rejected = receiver.await(3).get(2);
    assertThat(rejected.json().getString("type")).isEqualTo("video.rejected");
    assertThat(rejected.json().getString("data.rejection")).isEqualTo("not-a-video");
    assertThat(rejected.json().getString("data.rejectionText")).isNotBlank();
  }

  @Test
  void recordsTheResult() {
    var id = create(creator, receiver.url(), ALL).getString("id");
    fireExpired("creator");
    receiver.await(1);

    var delivery = awaitDelivery(id, "DELIVERED");
    assertThat(delivery.getString("items[0].event")).isEqualTo("upload.expired");
    assertThat(delivery.getString("items[0].eventId")).isEqualTo(receiver.received().get(0).id());
    assertThat(delivery.getInt("items[0].attempts")).isEqualTo(1);
    assertThat(delivery.getInt("items[0].responseStatus")).isEqualTo(204);
    assertThat(delivery.getString("items[0].problem")).isNull();
    assertThat(delivery.getString("items[0].nextAttemptAt")).isNull();
    assertThat(delivery.getString("items[0].lastAttemptAt")).isNotNull();
    assertThat(delivery.getLong("items[0].durationMillis")).isNotNegative();
    assertThat(delivery.getString("items[0].payload.data.status")).isEqualTo("EXPIRED");
    assertThat(get(id).getString("lastDeliveredAt")).isNotNull();
  }

  @Test
  void sendsOnlyChosenEvents() {
    var chosen = create(creator, receiver.url(), List.of("video.deleted")).getString("id");

    fireExpired("creator");

    assertThat(deliveries(chosen).getList("items")).isEmpty();
  }

  @Test
  void sendsEventsOfOthersToAdministratorsOnly() {
    var own = create(creator, receiver.url(), ALL).getString("id");
    var adminsOwn = create(admin, receiver.url(), ALL).getString("id");
    var all =
        post(admin, Map.of("url", receiver.url(), "events", ALL, "allOwners", true))
            .jsonPath()
            .getString("id");

    fireExpired("creator2");

    receiver.await(1);
    assertThat(deliveries(own).getList("items")).isEmpty();
    assertThat(deliveries(adminsOwn).getList("items")).isEmpty();
    assertThat(awaitDelivery(all, "DELIVERED").getList("items")).hasSize(1);
  }

  @Test
  void sendsNothingThatIsRolledBack() {
    var id = create(creator, receiver.url(), ALL).getString("id");

    QuarkusTransaction.begin();
    expired.fire(expiredUpload("creator"));
    QuarkusTransaction.rollback();

    assertThat(deliveries(id).getList("items")).isEmpty();
  }

  @Test
  void repeatsAnEventUntilItIsAcknowledged() {
    receiver.answer(
        (exchange, number) -> Responder.status(number < 3 ? 500 : 200).respond(exchange, number));
    var webhook = create(creator, receiver.url(), ALL);
    fireExpired("creator");

    var requests = receiver.await(3);

    assertThat(requests).extracting(Received::id).containsOnly(requests.get(0).id());
    assertThat(requests).extracting(Received::body).containsOnly(requests.get(0).body());
    assertThat(requests).allMatch(request -> request.isSignedWith(webhook.getString("secret")));
    var delivery = awaitDelivery(webhook.getString("id"), "DELIVERED");
    assertThat(delivery.getInt("items[0].attempts")).isEqualTo(3);
  }

  @Test
  void keepsDeadEventsAndReplaysThem() {
    receiver.answer(Responder.status(500));
    var id = create(creator, receiver.url(), ALL).getString("id");
    fireExpired("creator");

    var dead = awaitDelivery(id, "DEAD");
    assertThat(dead.getInt("items[0].attempts")).isEqualTo(CustomSettingsProfile.WEBHOOK_ATTEMPTS);
    assertThat(dead.getString("items[0].problem"))
        .isEqualTo("The receiver answered with a server error.");
    assertThat(get(id).getLong("dead")).isEqualTo(1);
    assertThat(get(id).getString("lastFailedAt")).isNotNull();

    receiver.answer(Responder.status(200));
    creator
        .request()
        .post("/api/webhooks/{id}/deliveries/{d}/replay", id, dead.getLong("items[0].id"))
        .then()
        .statusCode(202);

    awaitDelivery(id, "DELIVERED");
    assertThat(receiver.received())
        .hasSize(CustomSettingsProfile.WEBHOOK_ATTEMPTS + 1)
        .extracting(Received::id)
        .containsOnly(dead.getString("items[0].eventId"));
    assertThat(audit.historyOf(id).entries())
        .extracting(AuditEntry::action)
        .contains("webhook.replayed");
  }

  @Test
  void replaysAllDeadEventsSinceATime() {
    receiver.answer(Responder.status(500));
    var id = create(creator, receiver.url(), ALL).getString("id");
    fireExpired("creator");
    awaitDelivery(id, "DEAD");
    test(creator, id);
    Eventually.holds("the test fails", () -> count(id, "DEAD") == 2);
    receiver.answer(Responder.status(200));

    assertThat(replayDead(id, Instant.now().plusSeconds(60))).isZero();
    assertThat(replayDead(id, Instant.now().minusSeconds(60))).isEqualTo(1);
    awaitDelivery(id, "DELIVERED");
  }

  @Test
  void disablesAWebhookWhoseReceiverIsGone() {
    receiver.answer(Responder.status(410));
    var id = create(creator, receiver.url(), ALL).getString("id");
    fireExpired("creator");

    awaitDelivery(id, "DEAD");

    assertThat(get(id).getString("status")).isEqualTo("DISABLED");
    assertThat(get(id).getString("disabledReason")).contains("410");
    fireExpired("creator");
    assertThat(deliveries(id).getList("items")).hasSize(1);
    assertThat(audit.historyOf(id).entries())
        .extracting(AuditEntry::action)
        .contains("webhook.disabled");
    creator
        .request()
        .post("/api/webhooks/{id}/deliveries/{d}/replay", id, deliveries(id).getLong("items[0].id"))
        .then()
        .statusCode(409);
  }

  @Test
  void waitsAsLongAsTheReceiverAsks() {
    receiver.answer(Responder.status(503, "Retry-After", "3600"));
    var id = create(creator, receiver.url(), ALL).getString("id");
    fireExpired("creator");
    receiver.await(1);

    Eventually.holds(
        "the attempt is recorded",
        () ->
            deliveries(id).getString("items[0].nextAttemptAt") != null
                && "503".equals(deliveries(id).getString("items[0].responseStatus")));
    var delivery = deliveries(id);
    var next = Instant.parse(delivery.getString("items[0].nextAttemptAt"));
    assertThat(next).isAfter(Instant.now().plus(Duration.ofMinutes(59)));
    assertThat(get(id).getLong("pending")).isEqualTo(1);
    assertThat(receiver.received()).hasSize(1);
  }

  @Test
  void signsWithBothSecretsAfterARotation() {
    var webhook = create(creator, receiver.url(), ALL);
    var id = webhook.getString("id");
    var next =
        creator.request().post("/api/webhooks/{id}/secret", id).jsonPath().getString("secret");

    test(creator, id);

    var request = receiver.await(1).get(0);
    assertThat(request.isSignedWith(webhook.getString("secret"))).isTrue();
    assertThat(request.isSignedWith(next)).isTrue();
    QuarkusTransaction.requiringNew()
        .run(
            () -> Webhook.update("previousSecretValidUntil = ?1 where id = ?2", Instant.now(), id));
    test(creator, id);
    var later = receiver.await(2).get(1);
    assertThat(later.isSignedWith(webhook.getString("secret"))).isFalse();
    assertThat(later.isSignedWith(next)).isTrue();
  }

  @Test
  void sendsATestOnce() {
    receiver.answer(Responder.status(404));
    var id = create(creator, receiver.url(), ALL).getString("id");

    test(creator, id);

    var delivery = awaitDelivery(id, "DEAD");
    assertThat(delivery.getString("items[0].event")).isEqualTo("webhook.test");
    assertThat(delivery.getInt("items[0].attempts")).isEqualTo(1);
    assertThat(delivery.getInt("items[0].responseStatus")).isEqualTo(404);
    assertThat(get(id).getLong("dead")).isZero();
    assertThat(receiver.received().get(0).json().getString("data.webhookId")).isEqualTo(id);
  }

  @Test
  void testsADisabledWebhook() {
    var id = create(creator, receiver.url(), ALL).getString("id");
    change(id, Map.of("status", "DISABLED"));

    test(creator, id);

    awaitDelivery(id, "DELIVERED");
  }

  @Test
  void givesUpWhatWaitsForADisabledWebhook() {
    receiver.answer(Responder.status(503, "Retry-After", "3600"));
    var id = create(creator, receiver.url(), ALL).getString("id");
    fireExpired("creator");
    receiver.await(1);

    change(id, Map.of("status", "DISABLED"));

    assertThat(awaitDelivery(id, "DEAD").getString("items[0].problem"))
        .isEqualTo("The webhook was disabled.");
    change(id, Map.of("status", "ACTIVE"));
    receiver.answer(Responder.status(200));
    assertThat(replayDead(id, null)).isEqualTo(1);
    awaitDelivery(id, "DELIVERED");
  }

  @Test
  void sendsNothingToADeletedWebhook() {
    receiver.answer(Responder.status(500));
    var id = create(creator, receiver.url(), ALL).getString("id");
    fireExpired("creator");
    receiver.await(1);

    creator.request().delete("/api/webhooks/{id}", id).then().statusCode(204);

    fireExpired("creator");
    assertThat(
            QuarkusTransaction.requiringNew()
                .call(() -> WebhookDelivery.count("webhookId = ?1 and status = PENDING", id)))
        .isZero();
  }

  /** Everything of the slow receiver waits, and the other one gets its event meanwhile. */
  @Test
  void slowReceiverDelaysNoOther() throws Exception {
    var release = new CountDownLatch(1);
    var slow =
        WebhookReceiver.start()
            .answer(
                (exchange, number) -> {
                  awaitQuietly(release);
                  exchange.sendResponseHeaders(200, -1);
                });
    try (slow) {
      var id = create(creator, slow.url(), List.of("upload.expired")).getString("id");
      for (var i = 0; i < 10; i++) {
        fireExpired("creator");
      }
      slow.await(CustomSettingsProfile.REQUESTS_PER_WEBHOOK);

      create(creator, receiver.url(), List.of("upload.expired"));
      fireExpired("creator");
      receiver.await(1);

      assertThat(slow.received()).hasSize(CustomSettingsProfile.REQUESTS_PER_WEBHOOK);
      release.countDown();
      slow.await(11);
      assertThat(slow.maxRunning()).isEqualTo(CustomSettingsProfile.REQUESTS_PER_WEBHOOK);
      Eventually.holds("all are delivered", () -> count(id, "DELIVERED") == 11);
    }
  }

  /** A webhook whose deliveries can't be claimed takes nothing from the others, however often. */
  @Test
  void keepsSendingIfOneWebhookFails() {
    var broken = create(creator, receiver.url(), List.of("video.ready")).getString("id");
    refuseClaims(broken);
    try {
      add(broken, Instant.now().minusSeconds(3600));
      create(creator, receiver.url(), List.of("upload.expired"));
      for (var i = 1; i <= 2 * CustomSettingsProfile.WEBHOOK_REQUESTS; i++) {
        fireExpired("creator");
        receiver.await(i);
      }
    } finally {
      allowClaims();
    }
    receiver.await(2 * CustomSettingsProfile.WEBHOOK_REQUESTS + 1);
    awaitDelivery(broken, "DELIVERED");
  }

  /** The key of the metadata was replaced, and the old one is lost. */
  @Test
  void saysThatASecretCannotBeDecrypted() {
    var webhook = create(creator, receiver.url(), ALL);
    var id = webhook.getString("id");
    var other = create(creator, receiver.url(), List.of("video.ready")).getString("id");
    execute(
        "update webhook set sealed_secret = (select sealed_secret from webhook where id = '%s')"
                .formatted(other)
            + " where id = '%s'".formatted(id));

    fireExpired("creator");
    var dead = awaitDelivery(id, "DEAD");
    assertThat(dead.getString("items[0].problem"))
        .isEqualTo("The secret can no longer be decrypted. Replace it.");
    assertThat(dead.getString("items[0].responseStatus")).isNull();
    assertThat(receiver.received()).isEmpty();

    var next =
        creator.request().post("/api/webhooks/{id}/secret", id).jsonPath().getString("secret");
    assertThat(replayDead(id, null)).isEqualTo(1);
    awaitDelivery(id, "DELIVERED");
    assertThat(receiver.await(1).get(0).isSignedWith(next)).isTrue();
  }

  /** What a process that was killed during an attempt leaves: a claim that nobody ends. */
  @Test
  void sendsAgainWhatAKilledProcessClaimed() {
    var id = create(creator, receiver.url(), List.of("video.ready")).getString("id");
    var ended = Instant.now().minusSeconds(1);
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              var delivery =
                  new WebhookDelivery(
                      id, "a".repeat(26), "video.ready", "{}", ended.minusSeconds(60));
              delivery.claim(ended);
              delivery.persist();
            });

    receiver.await(1);

    // The killed attempt counts. A busy machine can need more than one further attempt.
    assertThat(awaitDelivery(id, "DELIVERED").getInt("items[0].attempts")).isGreaterThan(1);
  }

  /** The path of a receiver's URL can contain a secret. */
  @Test
  void keepsUrlsOutOfMetrics() {
    var id = create(creator, receiver.url(), ALL).getString("id");
    fireExpired("creator");
    awaitDelivery(id, "DELIVERED");

    var metrics = MetricsScrape.now();

    assertThat(metrics.series("slipway_webhooks_attempts_total")).isNotEmpty();
    assertThat(metrics.text()).doesNotContain("/hook");
  }

  @Test
  void listsDeliveriesPageByPage() {
    var id = create(creator, receiver.url(), ALL).getString("id");
    for (var i = 0; i < 3; i++) {
      fireExpired("creator");
    }
    Eventually.holds("all are delivered", () -> count(id, "DELIVERED") == 3);

    var first = creator.request().get("/api/webhooks/{id}/deliveries?limit=2", id).jsonPath();
    var second =
        creator
            .request()
            .get("/api/webhooks/{id}/deliveries?limit=2&cursor={c}", id, first.getLong("next"))
            .jsonPath();

    assertThat(first.getList("items.id", Long.class))
        .hasSize(2)
        .isSortedAccordingTo((a, b) -> Long.compare(b, a));
    assertThat(second.getList("items.id", Long.class))
        .hasSize(1)
        .doesNotContainAnyElementsOf(first.getList("items.id", Long.class));
    assertThat(second.getString("next")).isNull();
  }

  private static void add(String webhook, Instant at) {
    QuarkusTransaction.requiringNew()
        .run(() -> new WebhookDelivery(webhook, "a".repeat(26), "video.ready", "{}", at).persist());
  }

  private static void refuseClaims(String webhook) {
    execute(
        """
        create function refuse_claim() returns trigger language plpgsql as
        $$ begin raise exception 'claim refused'; end $$
        """);
    execute(
        "create trigger refuse_claim before update on webhook_delivery for each row"
            + " when (new.webhook_id = '%s') execute function refuse_claim()".formatted(webhook));
  }

  private static void allowClaims() {
    execute("drop function refuse_claim() cascade");
  }

  private static void execute(String sql) {
    QuarkusTransaction.requiringNew()
        .run(() -> Webhook.getEntityManager().createNativeQuery(sql).executeUpdate());
  }

  private void fireExpired(String owner) {
    QuarkusTransaction.requiringNew().run(() -> expired.fire(expiredUpload(owner)));
  }

  private static UploadExpired expiredUpload(String owner) {
    return new UploadExpired(
        "b".repeat(26), owner, "Clip", "clip.mp4", "video/mp4", 10, Instant.now());
  }

  private JsonPath awaitDelivery(String id, String status) {
    Eventually.holds("a delivery is " + status, () -> count(id, status) > 0);
    return list(id, "?status=" + status);
  }

  private int count(String id, String status) {
    return list(id, "?status=" + status).getList("items").size();
  }

  private JsonPath deliveries(String id) {
    return list(id, "");
  }

  private JsonPath list(String id, String query) {
    return admin.request().get("/api/webhooks/" + id + "/deliveries" + query).jsonPath();
  }

  private JsonPath get(String id) {
    return creator.request().get("/api/webhooks/{id}", id).jsonPath();
  }

  private void change(String id, Map<String, ?> change) {
    creator
        .request()
        .contentType(JSON)
        .body(change)
        .patch("/api/webhooks/{id}", id)
        .then()
        .statusCode(200);
  }

  private long replayDead(String id, Instant since) {
    return creator
        .request()
        .contentType(JSON)
        .body(since == null ? Map.of() : Map.of("since", since.toString()))
        .post("/api/webhooks/{id}/replay", id)
        .then()
        .statusCode(202)
        .extract()
        .jsonPath()
        .getLong("replayed");
  }

  private static void test(ApiClient client, String id) {
    client.request().post("/api/webhooks/{id}/test", id).then().statusCode(202);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private static JsonPath create(ApiClient client, String url, List<String> events) {
    return post(client, Map.of("url", url, "events", events))
        .then()
        .statusCode(201)
        .extract()
        .jsonPath();
  }

  private static Response post(ApiClient client, Map<String, ?> request) {
    return client.request().contentType(JSON).body(request).post("/api/webhooks");
  }
}
