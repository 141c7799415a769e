package dev.slipway.webhooks.api;

import static io.restassured.http.ContentType.JSON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.slipway.account.Account;
import dev.slipway.account.AccountEvent;
import dev.slipway.account.Role;
import dev.slipway.account.ratelimit.AccountRateLimiter;
import dev.slipway.account.ratelimit.FreshAccountLimits;
import dev.slipway.audit.AuditEntry;
import dev.slipway.audit.AuditLog;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.storage.RandomId;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Eventually;
import dev.slipway.testing.LockWaits;
import dev.slipway.testing.TestAccount;
import dev.slipway.webhooks.Webhook;
import dev.slipway.webhooks.WebhookEvent;
import dev.slipway.webhooks.WebhookSecrets;
import dev.slipway.webhooks.delivery.WebhookDelivery;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.transaction.UserTransaction;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The API of webhooks, whose receivers nobody contacts here. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class WebhookResourceTest {
  private static final String URL = "https://receiver.invalid/hooks?token=hidden";

  @Inject AuditLog audit;
  @Inject UserTransaction transaction;
  @Inject Event<AccountEvent> events;
  @Inject WebhookSecrets secrets;

  private final ApiClient creator = ApiClient.as("creator");
  private final ApiClient stranger = ApiClient.as("creator2");
  private final ApiClient admin = ApiClient.as("admin");

  @BeforeEach
  void installLimit() {
    FreshAccountLimits.install();
  }

  @AfterEach
  void deleteAll() throws Exception {
    transaction.begin();
    Webhook.deleteAll();
    transaction.commit();
  }

  @Test
  void createsAWebhookAndShowsItsSecretOnce() {
    var created = create(creator, Map.of("url", URL, "events", List.of("video.ready")));
    var id = created.getString("id");

    assertThat(Base64.getDecoder().decode(created.getString("secret").substring(6))).hasSize(32);
    assertThat(created.getString("secret")).startsWith("whsec_");
    creator
        .request()
        .get("/api/webhooks/{id}", id)
        .then()
        .statusCode(200)
        .body("url", is(URL))
        .body("events", is(List.of("video.ready")))
        .body("status", is("ACTIVE"))
        .body("owner", is("creator"))
        .body("allOwners", is(false))
        .body("description", nullValue())
        .body("createdAt", notNullValue())
        .body("pending", is(0))
        .body("dead", is(0))
        .body("$", not(hasItem("secret")))
        .body("secret", nullValue());
    assertThat(actions(id)).containsExactly("webhook.created");
  }

  @Test
  void keepsSecretsOfTheAddressOutOfTheAuditLog() {
    var id = create(creator, Map.of("url", URL, "events", List.of("video.ready"))).getString("id");

    assertThat(audit.historyOf(id).entries())
        .extracting(AuditEntry::detail)
        .containsExactly("https://receiver.invalid, video.ready");
  }

  @Test
  void storesNoReadableSecret() throws Exception {
    var created = create(creator, Map.of("url", URL, "events", List.of("video.ready")));

    transaction.begin();
    var row =
        Webhook.getEntityManager()
            .createNativeQuery("select cast(row_to_json(w) as text) from webhook w", String.class)
            .getSingleResult()
            .toString();
    transaction.commit();
    assertThat(row).contains("receiver.invalid").doesNotContain(created.getString("secret"));
  }

  /** Such an account had a published password, and now belongs to the operator. */
  @Test
  void deletesTheWebhooksOfAConvertedDemoAccount() throws Exception {
    var id = insertWebhookOfDemoAccount();
    admin.request().post("/api/webhooks/{id}/test", id).then().statusCode(202);

    convertDemoAccount();

    admin.request().get("/api/webhooks/{id}", id).then().statusCode(404);
    assertThat(actions(id)).contains("webhook.deleted");
    transaction.begin();
    assertThat(WebhookDelivery.count("webhookId = ?1 and status = PENDING", id)).isZero();
    transaction.commit();
  }

  /** As the end of an attempt does: otherwise both could wait for each other. */
  @Test
  void locksTheWebhooksOfAConvertedDemoAccountBeforeTheirDeliveries() {
    var id = insertWebhookOfDemoAccount();
    QuarkusTransaction.requiringNew()
        .run(
            () ->
                execute(
                    "insert into webhook_delivery (webhook_id, event_id, type, payload, status,"
                        + " attempts, next_attempt_at, created_at) values ('%s', repeat('a', 26),"
                        + " 'video.ready', '{}', 'PENDING', 0, now() + interval '1 h', now())",
                    id));
    var conversion = new AtomicReference<CompletableFuture<Void>>();

    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              Webhook.findAndLock(id).orElseThrow();
              conversion.set(CompletableFuture.runAsync(this::convertDemoAccount));
              Eventually.holds("the conversion waits", () -> LockWaits.count("webhook") > 0);
              execute(
                  "update webhook_delivery set attempts = 1 where id in (select id from"
                      + " webhook_delivery where webhook_id = '%s' for update nowait)",
                  id);
            });
    conversion.get().join();

    admin.request().get("/api/webhooks/{id}", id).then().statusCode(404);
  }

  /** Its owner was an administrator when it was created. */
  @Test
  void hidesWebhooksWithEventsOfOthersFromOwnersWhoAreNoAdministrators() throws Exception {
    var request = Map.of("url", URL, "events", List.of("video.ready"), "allOwners", true);
    var id = create(admin, request).getString("id");
    transaction.begin();
    Webhook.update("owner = 'creator' where id = ?1", id);
    transaction.commit();

    creator.request().get("/api/webhooks/{id}", id).then().statusCode(404);
    creator.request().get("/api/webhooks/{id}/deliveries", id).then().statusCode(404);
    assertThat(creator.request().get("/api/webhooks").jsonPath().getList("items")).isEmpty();
    admin.request().get("/api/webhooks/{id}", id).then().statusCode(200);
  }

  @Test
  void changesWhatTheRequestNames() {
    var id =
        create(
                creator,
                Map.of(
                    "url",
                    URL,
                    "events",
                    List.of("video.deleted", "video.ready"),
                    "description",
                    " CMS "))
            .getString("id");

    patch(creator, id, Map.of("events", List.of("upload.expired")))
        .then()
        .statusCode(200)
        .body("url", is(URL))
        .body("description", is("CMS"))
        .body("events", is(List.of("upload.expired")));
    patch(creator, id, Map.of("status", "DISABLED", "description", ""))
        .then()
        .statusCode(200)
        .body("status", is("DISABLED"))
        .body("disabledReason", is("Disabled by creator."))
        .body("description", nullValue());
    patch(creator, id, Map.of("status", "ACTIVE"))
        .then()
        .statusCode(200)
        .body("status", is("ACTIVE"))
        .body("disabledReason", nullValue());
    assertThat(actions(id)).contains("webhook.changed", "webhook.disabled", "webhook.enabled");
  }

  @Test
  void replacesTheSecretAndKeepsThePreviousOneForADay() {
    var created = create(creator, Map.of("url", URL, "events", List.of("video.ready")));

    creator
        .request()
        .post("/api/webhooks/{id}/secret", created.getString("id"))
        .then()
        .statusCode(200)
        .body("secret", not(is(created.getString("secret"))))
        .body("previousSecretValidUntil", notNullValue());
    assertThat(actions(created.getString("id"))).contains("webhook.rotated");
  }

  @Test
  void deletesAWebhook() {
    var id = create(creator, Map.of("url", URL, "events", List.of("video.ready"))).getString("id");

    creator.request().delete("/api/webhooks/{id}", id).then().statusCode(204);

    creator.request().get("/api/webhooks/{id}", id).then().statusCode(404);
    creator.request().get("/api/webhooks").then().body("items", is(List.of()));
    creator.request().delete("/api/webhooks/{id}", id).then().statusCode(404);
    assertThat(actions(id)).contains("webhook.deleted");
  }

  @Test
  void hidesWebhooksFromOtherCreators() {
    var id = create(creator, Map.of("url", URL, "events", List.of("video.ready"))).getString("id");

    stranger.request().get("/api/webhooks").then().body("items", is(List.of()));
    stranger.request().get("/api/webhooks/{id}", id).then().statusCode(404);
    patch(stranger, id, Map.of("status", "DISABLED")).then().statusCode(404);
    stranger.request().delete("/api/webhooks/{id}", id).then().statusCode(404);
    stranger.request().post("/api/webhooks/{id}/secret", id).then().statusCode(404);
    stranger.request().post("/api/webhooks/{id}/test", id).then().statusCode(404);
    stranger.request().get("/api/webhooks/{id}/deliveries", id).then().statusCode(404);
    stranger.request().post("/api/webhooks/{id}/deliveries/1/replay", id).then().statusCode(404);
    stranger
        .request()
        .contentType(JSON)
        .body("{}")
        .post("/api/webhooks/{id}/replay", id)
        .then()
        .statusCode(404);
  }

  @Test
  void showsAllWebhooksToAdministrators() {
    var id = create(creator, Map.of("url", URL, "events", List.of("video.ready"))).getString("id");

    admin.request().get("/api/webhooks").then().body("items.id", hasItem(id));
    admin.request().delete("/api/webhooks/{id}", id).then().statusCode(204);
  }

  @Test
  void letsOnlyAdministratorsGetEventsOfAllOwners() {
    var request = Map.of("url", URL, "events", List.of("video.ready"), "allOwners", true);

    post(creator, request).then().statusCode(403);
    assertThat(create(admin, request).getBoolean("allOwners")).isTrue();
  }

  @Test
  void limitsTheNumberOfWebhooks() {
    for (var i = 0; i < 10; i++) {
      create(creator, Map.of("url", URL, "events", List.of("video.ready")));
    }

    post(creator, Map.of("url", URL, "events", List.of("video.ready")))
        .then()
        .statusCode(409)
        .body("code", is("quota-exceeded"));
  }

  @Test
  void limitsChangesTestsAndReplays() {
    var id = create(creator, Map.of("url", URL, "events", List.of("video.ready"))).getString("id");
    FreshAccountLimits.install(Clock.fixed(Instant.now(), ZoneOffset.UTC));
    for (var permits = 0; permits < AccountRateLimiter.WEBHOOK_BURST; permits++) {
      replay(id, "deliveries/1/replay").then().statusCode(404);
    }

    assertRateLimited(replay(id, "deliveries/1/replay"));
    assertRateLimited(replay(id, "replay"));
    assertRateLimited(creator.request().post("/api/webhooks/{id}/test", id));
    assertRateLimited(creator.request().post("/api/webhooks/{id}/secret", id));
    assertRateLimited(patch(creator, id, Map.of("description", "CMS")));
    assertRateLimited(post(creator, Map.of("url", URL, "events", List.of("video.ready"))));
    assertThat(WebhookDelivery.count("webhookId", id)).isZero();
    assertThat(actions(id)).containsExactly("webhook.created");
    create(stranger, Map.of("url", URL, "events", List.of("video.ready")));
  }

  /** Otherwise the webhook would be created after those of the account were deleted. */
  @Test
  void waitsForAnAccountThatIsBeingDisabled() {
    var owner = TestAccount.creator();
    var client = ApiClient.with(owner.logIn("Test"));
    var request = Map.of("url", URL, "events", List.of("video.ready"));
    var response = new AtomicReference<CompletableFuture<Response>>();

    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              Account.lock(owner.name()).orElseThrow();
              response.set(CompletableFuture.supplyAsync(() -> post(client, request)));
              Eventually.holds("the request waits", () -> LockWaits.count("account") > 0);
              Account.update("disabledAt = ?1 where name = ?2", Instant.now(), owner.name());
            });

    response.get().join().then().statusCode(403).body("code", is("forbidden"));
    assertThat(Webhook.countExisting(owner.name())).isZero();
  }

  @Test
  void rejectsInvalidRequests() {
    assertRejected(Map.of("events", List.of("video.ready")), "'url'");
    assertRejected(Map.of("url", "ftp://a.example", "events", List.of("video.ready")), "https://");
    assertRejected(
        Map.of("url", "https://a:b@c.example", "events", List.of("video.ready")), "password");
    assertRejected(
        Map.of("url", "https://a.example/" + "x".repeat(2000), "events", List.of("video.ready")),
        "2000");
    assertRejected(Map.of("url", URL), "'events'");
    assertRejected(Map.of("url", URL, "events", List.of()), "'events'");
    assertRejected(Map.of("url", URL, "events", List.of("webhook.test")), "'events'");
    assertRejected(
        Map.of("url", URL, "events", List.of("video.ready"), "description", "x".repeat(256)),
        "'description'");
    assertRejected(
        Map.of("url", URL, "events", List.of("video.ready"), "status", "DISABLED"), "'status'");
  }

  @Test
  void rejectsInvalidChanges() {
    var id = create(creator, Map.of("url", URL, "events", List.of("video.ready"))).getString("id");

    patch(creator, id, Map.of("status", "DELETED")).then().statusCode(400);
    patch(creator, id, Map.of("allOwners", true)).then().statusCode(400);
    patch(creator, id, Map.of("url", "nonsense")).then().statusCode(400);
    creator
        .request()
        .get("/api/webhooks/{id}/deliveries?status=lost", id)
        .then()
        .statusCode(400)
        .body("detail", containsString("pending, delivered or dead"));
    creator.request().get("/api/webhooks/{id}/deliveries?limit=201", id).then().statusCode(400);
  }

  private void assertRejected(Map<String, ?> request, String message) {
    post(creator, request)
        .then()
        .statusCode(400)
        .body("code", is("invalid-request"))
        .body("detail", containsString(message));
  }

  private static void assertRateLimited(Response response) {
    response
        .then()
        .statusCode(429)
        .header("Retry-After", "1")
        .body("code", is("too-many-requests"));
  }

  private String insertWebhookOfDemoAccount() {
    return QuarkusTransaction.requiringNew()
        .call(
            () -> {
              new Account("hooks-demo", "no hash", Role.CREATOR, true, Instant.now())
                  .insertIfAbsent();
              var id = RandomId.random(new SecureRandom());
              var webhook = new Webhook(id, "hooks-demo", false, Instant.now());
              webhook.describe(URL, null, List.of(WebhookEvent.VIDEO_READY));
              secrets.assign(webhook);
              webhook.persist();
              return webhook.id();
            });
  }

  private void convertDemoAccount() {
    QuarkusTransaction.requiringNew()
        .run(() -> events.fire(new AccountEvent(AccountEvent.Kind.CLAIMED, "hooks-demo")));
  }

  private static void execute(String sql, String id) {
    Webhook.getEntityManager().createNativeQuery(sql.formatted(id)).executeUpdate();
  }

  private List<String> actions(String id) {
    return audit.historyOf(id).entries().stream().map(AuditEntry::action).toList();
  }

  private static JsonPath create(ApiClient client, Map<String, ?> request) {
    return post(client, request).then().statusCode(201).extract().jsonPath();
  }

  private static Response post(ApiClient client, Map<String, ?> request) {
    return client.request().contentType(JSON).body(request).post("/api/webhooks");
  }

  private Response replay(String id, String path) {
    return creator.request().contentType(JSON).body("{}").post("/api/webhooks/" + id + "/" + path);
  }

  private static Response patch(ApiClient client, String id, Map<String, ?> change) {
    return client.request().contentType(JSON).body(change).patch("/api/webhooks/{id}", id);
  }
}
