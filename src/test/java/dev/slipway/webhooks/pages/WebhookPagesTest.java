package dev.slipway.webhooks.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;

import dev.slipway.account.ratelimit.FreshAccountLimits;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.webhooks.Webhook;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The forms of the pages about webhooks, and who may see them. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class WebhookPagesTest {
  private static final String URL = "https://receiver.invalid/hook?a=1&b=2";
  private static final String READY = "video.ready";
  private static final String DELETED = "video.deleted";

  private final ApiClient creator = ApiClient.as("creator");
  private final ApiClient stranger = ApiClient.as("creator2");
  private final ApiClient admin = ApiClient.as("admin");

  @BeforeEach
  void installLimit() {
    FreshAccountLimits.install();
  }

  @AfterEach
  void deleteWebhooks() {
    for (var id : admin.request().get("/api/webhooks").jsonPath().getList("items.id")) {
      admin.request().delete("/api/webhooks/{id}", id).then().statusCode(204);
    }
  }

  @Test
  void createsAWebhookAndShowsItsSecretOnce() {
    create(creator, URL, READY, DELETED)
        .statusCode(200)
        .body(containsString("Copy the secret now"))
        .body(matchesPattern("(?s).*<code title=\"whsec_[^\"]{44}\">.*"));

    var webhook = onlyWebhook();
    assertThat(webhook.getString("items[0].url")).isEqualTo(URL);
    assertThat(webhook.getString("items[0].description")).isEqualTo("Publisher");
    assertThat(webhook.getList("items[0].events")).isEqualTo(List.of(READY, DELETED));
    assertThat(webhook.getBoolean("items[0].allOwners")).isFalse();
    page(creator, webhook.getString("items[0].id"))
        .statusCode(200)
        .body(not(matchesPattern("(?s).*whsec_[A-Za-z0-9+/]{40}.*")));
    creator.request().get("/webhooks").then().body(containsString("Publisher"));
  }

  @Test
  void keepsTheInputAndMarksTheFieldThatIsWrong() {
    refused("", "url", "Enter the URL of the receiver.", READY);
    refused("ftp://example.com", "url", "The URL must begin with https:// or http://.", READY);
    refused("https://me:pw@example.com", "url", "The URL must not contain a user name", READY);
    refused("https://" + "a".repeat(2_000), "url", "The URL must have at most 2000", READY);
    refused("http://169.254.169.254/", "url", "private or reserved", READY);
    create(creator, URL)
        .statusCode(400)
        .body(containsString("Choose at least one event."))
        .body(matchesPattern("(?s).*value=\"video.ready\"[^>]*aria-invalid[^>]*autofocus.*"))
        .body(containsString("value=\"Publisher\""));
    create(creator, URL, "video.watched")
        .statusCode(400)
        .body(containsString("The events must contain at least one of: video.ready"));
    create(creator.request().formParam("description", "x".repeat(256)), URL, READY)
        .statusCode(400)
        .body(containsString("The description must have at most 255 characters."));
    assertThat(webhooks()).isEmpty();
  }

  @Test
  void saysThatThereAreTooMany() {
    for (var i = 0; i < 10; i++) {
      create(creator, URL, READY).statusCode(200);
    }

    create(creator, URL, READY)
        .statusCode(409)
        .body(containsString("You have 10 webhooks, the maximum. Delete one first."))
        .body(containsString("value=\"Publisher\""));
  }

  @Test
  void saysHowManyAreStillDead() {
    var id = newWebhook();

    page(creator, id + "?replayed=9970&remaining=0")
        .body(containsString("9,970 events are being sent again.<"));
    page(creator, id + "?replayed=9970&remaining=1030")
        .body(
            containsString(
                "9,970 events are being sent again. No more may wait at a time: press the button"
                    + " again later for the other 1,030."));
  }

  @Test
  void saysThatThereAreMoreThanItCounts() {
    var id = newWebhook();
    insertDeadDeliveries(id, 10_000);
    page(creator, id)
        .body(containsString("<dd>0 pending, 10,000 dead</dd>"))
        .body(containsString("Send all dead deliveries again (10,000)"));

    insertDeadDeliveries(id, 1);

    page(creator, id)
        .body(containsString("<dd>0 pending, more than 10,000 dead</dd>"))
        .body(containsString("Send all dead deliveries again (more than 10,000)"));
    creator.request().get("/webhooks").then().body(containsString("more than 10,000 dead"));
    creator
        .request()
        .get("/api/webhooks/{id}", id)
        .then()
        .body("pendingIsExact", equalTo(true))
        .body("dead", equalTo(10_000))
        .body("deadIsExact", equalTo(false));
  }

  @Test
  void changesAWebhook() {
    var id = newWebhook();

    creator
        .request()
        .formParam("url", URL + "&c=3")
        .formParam("events", DELETED)
        .post("/webhooks/{id}", id)
        .then()
        .statusCode(303)
        .header("Location", endsWith("/webhooks/" + id + "?saved=true"));
    page(creator, id + "?saved=true").body(containsString("Change saved."));

    var webhook = creator.request().get("/api/webhooks/{id}", id).jsonPath();
    assertThat(webhook.getString("url")).isEqualTo(URL + "&c=3");
    assertThat(webhook.getString("description")).isNull();
    assertThat(webhook.getList("events")).isEqualTo(List.of(DELETED));
  }

  @Test
  void keepsTheInputOfAChangeThatIsRefused() {
    var id = newWebhook();

    creator
        .request()
        .formParam("url", "gopher://example.com")
        .formParam("description", "Other")
        .formParam("events", READY)
        .post("/webhooks/{id}", id)
        .then()
        .statusCode(400)
        .body(containsString("The URL must begin with https://"))
        .body(containsString("value=\"gopher://example.com\""))
        .body(matchesPattern("(?s).*<details class=\"card setting\" open>.*"));
    assertThat(onlyWebhook().getString("items[0].url")).isEqualTo(URL);
  }

  @Test
  void disablesAndEnablesAWebhook() {
    var id = newWebhook();

    changeStatus(id, "DISABLED").statusCode(303);
    page(creator, id).body(containsString("Disabled by creator."));
    changeStatus(id, "ACTIVE").statusCode(303);
    page(creator, id).body(not(containsString("Disabled by creator.")));
    changeStatus(id, "DELETED").statusCode(400);
  }

  @Test
  void replacesTheSecret() {
    var id = newWebhook();

    creator
        .request()
        .post("/webhooks/{id}/secret", id)
        .then()
        .statusCode(200)
        .body(containsString("Copy the secret now"))
        .body(containsString("Requests are also signed with the previous secret until"));

    assertThat(onlyWebhook().getString("items[0].previousSecretValidUntil")).isNotNull();
  }

  @Test
  void deletesAWebhook() {
    var id = newWebhook();

    creator
        .request()
        .post("/webhooks/{id}/deletion", id)
        .then()
        .statusCode(303)
        .header("Location", endsWith("/webhooks?deleted=true"));

    creator.request().get("/webhooks?deleted=true").then().body(containsString("Webhook deleted"));
    page(creator, id).statusCode(404);
    assertThat(webhooks()).isEmpty();
  }

  @Test
  void refusesAnUnknownSelection() {
    var id = newWebhook();

    for (var query : List.of("status=lost", "after=x", "sent=x", "replayed=x")) {
      page(creator, id + "?" + query).statusCode(400);
    }
    page(creator, id + "?status=dead").statusCode(200);
    page(creator, id + "?sent=" + Long.MAX_VALUE).statusCode(200);
  }

  @Test
  void strangersGetNotFound() {
    var id = newWebhook();
    var delivery =
        creator.request().post("/api/webhooks/{id}/test", id).then().extract().path("id");

    page(stranger, id).statusCode(404);
    var paths =
        List.of("", "/status", "/secret", "/test", "/replay", "/deletion").stream()
            .map(path -> "/webhooks/" + id + path)
            .toList();
    for (var path : paths) {
      stranger
          .request()
          .formParams(Map.of("url", URL, "events", READY, "status", "DISABLED"))
          .post(path)
          .then()
          .statusCode(404);
    }
    stranger
        .request()
        .post("/webhooks/{id}/deliveries/{delivery}/replay", id, delivery)
        .then()
        .statusCode(404);
    stranger.request().get("/webhooks").then().body(not(containsString(id)));
    assertThat(onlyWebhook().getString("items[0].status")).isEqualTo("ACTIVE");
    assertThat(onlyWebhook().getString("items[0].previousSecretValidUntil")).isNull();
  }

  /** One of two webhooks can't show or send a delivery of the other. */
  @Test
  void aDeliveryBelongsToOneWebhook() {
    var id = newWebhook();
    create(creator, URL, READY).statusCode(200);
    var other =
        webhooks().stream().filter(webhook -> !webhook.equals(id)).findFirst().orElseThrow();
    var delivery =
        creator.request().post("/api/webhooks/{id}/test", id).then().extract().path("id");

    page(creator, other + "?sent=" + delivery).body(not(containsString("class=\"sent\"")));
    creator
        .request()
        .post("/webhooks/{id}/deliveries/{delivery}/replay", other, delivery)
        .then()
        .statusCode(404);
  }

  @Test
  void administratorsSeeAllAndMayGetEventsOfAllAccounts() {
    var id = newWebhook();

    page(admin, id).statusCode(200).body(containsString("<dt>Owner</dt>"));
    admin.request().get("/webhooks").then().body(containsString(id));
    create(admin.request().formParam("allOwners", "true"), URL, READY).statusCode(200);
    admin
        .request()
        .get("/api/webhooks")
        .then()
        .body("items.findAll { it.allOwners }", hasSize(1))
        .body("items.findAll { it.allOwners }.owner[0]", equalTo("admin"));
  }

  @Test
  void othersGetNoEventsOfAllAccounts() {
    creator.request().get("/webhooks").then().body(not(containsString("Events of all accounts")));

    create(creator.request().formParam("allOwners", "true"), URL, READY).statusCode(403);
  }

  @Test
  void viewersAndVisitorsHaveNoWebhooks() {
    ApiClient.as("viewer").request().get("/webhooks").then().statusCode(403);
    create(ApiClient.as("viewer"), URL, READY).statusCode(403);
    ApiClient.anonymous()
        .request()
        .redirects()
        .follow(false)
        .header("Accept", "text/html")
        .get("/webhooks")
        .then()
        .statusCode(303)
        .header("Location", containsString("/login"));
  }

  private void refused(String url, String field, String message, String... events) {
    create(creator, url, events)
        .statusCode(400)
        .body(containsString(message))
        .body(containsString("value=\"Publisher\""))
        .body(matchesPattern("(?s).*id=\"" + field + "\"[^>]*aria-invalid[^>]*autofocus.*"));
  }

  private ValidatableResponse create(ApiClient client, String url, String... events) {
    return create(client.request().formParam("description", "Publisher"), url, events);
  }

  private static ValidatableResponse create(
      RequestSpecification request, String url, String... events) {
    for (var event : events) {
      request.formParam("events", event);
    }
    return request.formParam("url", url).redirects().follow(false).post("/webhooks").then();
  }

  private ValidatableResponse changeStatus(String id, String status) {
    return creator.request().formParam("status", status).post("/webhooks/{id}/status", id).then();
  }

  private static ValidatableResponse page(ApiClient client, String idAndQuery) {
    return client.request().get("/webhooks/" + idAndQuery).then();
  }

  private static void insertDeadDeliveries(String id, int count) {
    QuarkusTransaction.requiringNew()
        .run(
            () ->
                Webhook.getEntityManager()
                    .createNativeQuery(
                        "insert into webhook_delivery (webhook_id, event_id, type, payload, status,"
                            + " attempts, created_at) select ?1, repeat('a', 26), ?2, '{}', 'DEAD',"
                            + " 1, now() from generate_series(1, ?3)")
                    .setParameter(1, id)
                    .setParameter(2, READY)
                    .setParameter(3, count)
                    .executeUpdate());
  }

  private String newWebhook() {
    create(creator, URL, READY).statusCode(200);
    return webhooks().get(0);
  }

  private List<String> webhooks() {
    return creator.request().get("/api/webhooks").jsonPath().getList("items.id");
  }

  private JsonPath onlyWebhook() {
    var webhooks = creator.request().get("/api/webhooks").jsonPath();
    assertThat(webhooks.getList("items")).hasSize(1);
    return webhooks;
  }
}
