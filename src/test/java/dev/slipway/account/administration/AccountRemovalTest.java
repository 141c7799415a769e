package dev.slipway.account.administration;

import static io.restassured.RestAssured.given;
import static io.restassured.http.ContentType.JSON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import dev.slipway.audit.AuditEntry;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Eventually;
import dev.slipway.testing.MetricsScrape;
import dev.slipway.testing.Mp4Header;
import dev.slipway.testing.RandomSshKey;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class AccountRemovalTest {
  private static final String FAILURES = "slipway_account_removal_failures_total";
  private static final byte[] BYTES = Mp4Header.bytes(3_000, 5);

  private static final String FAIL_FUNCTION =
      """
      create function fail_for_test() returns trigger language plpgsql as $$
      begin
        raise exception 'this video can''t be changed';
      end
      $$
      """;

  private static final String FAIL_TRIGGER =
      """
      create trigger fail_for_test before update on video
        for each row when (old.owner in ('removed-stuck', 'removed-source'))
        execute function fail_for_test()
      """;

  private final ApiClient admin = ApiClient.as("admin");

  @Inject RemovalQueue queue;
  @Inject EntityManager entities;

  @Test
  void movesTheVideosWithTheirBytes() throws Exception {
    var person = InvitedPerson.create("removed-mover", "creator");
    var heir = InvitedPerson.create("heir", "creator");
    var shown = store(person);
    var trashed = store(person);
    person.request().delete("/api/videos/{id}", trashed).then().statusCode(200);
    person.open(700).statusCode(201);
    // The new owner's quota doesn't stop the move.
    admin
        .request()
        .contentType(JSON)
        .body(Map.of("quota", Map.of("videos", 0)))
        .patch("/api/accounts/heir")
        .then()
        .statusCode(200);

    remove("removed-mover", "move&to=heir");

    awaitEnd("removed-mover");
    for (var id : new String[] {shown, trashed}) {
      heir.request().get("/api/videos/{id}", id).then().body("owner", equalTo("heir"));
      assertThat(AuditEntry.count("subject = ?1 and action = 'video.moved'", id)).isEqualTo(1);
    }
    heir.request()
        .get("/api/me")
        .then()
        .body("quota.usedBytes", equalTo(2 * BYTES.length))
        .body("quota.usedVideos", equalTo(2));
    assertThat(sum("removed-mover")).isZero();
    assertThat(
            count("select count(*) from upload where owner = 'removed-mover' and status = 'OPEN'"))
        .isZero();
    // A repeated completion finds the new owner, and changes nothing.
    heir.request().put("/api/uploads/{id}/completion", shown).then().statusCode(200);
    heir.request().get("/api/videos/{id}", shown).then().body("owner", equalTo("heir"));
  }

  @Test
  void movesTheVideosToTheTrash() throws Exception {
    var person = InvitedPerson.create("removed-trash", "creator");
    var id = store(person);
    String token =
        person
            .request()
            .contentType(JSON)
            .body(Map.of("name", "backup"))
            .post("/api/tokens")
            .path("token");

    remove("removed-trash", "trash");

    given().auth().oauth2(token).get("/api/me").then().statusCode(401);
    person.request().get("/api/me").then().statusCode(401);
    person.logIn(InvitedPerson.PASSWORD).statusCode(401);
    awaitEnd("removed-trash");
    admin
        .request()
        .get("/admin/accounts/removed-trash")
        .then()
        .body(containsString("1 video or upload changed, finished"));
    assertThat(
            AuditEntry.count(
                "subject = 'removed-trash' and action = 'account.emptied'"
                    + " and detail = '1 video or upload was changed'"))
        .isEqualTo(1);
    admin
        .request()
        .get("/api/videos/{id}", id)
        .then()
        .body("deleteAfter", notNullValue())
        .body("owner", equalTo("removed-trash"));
    assertThat(
            AuditEntry.count(
                "subject = ?1 and action = 'video.trashed' and actor = 'admin' and address = ?2"
                    + " and detail like '% (removal of account \"removed-trash\")'",
                id, "127.0.0.1"))
        .isEqualTo(1);
  }

  @Test
  void keepsTheVideosAndReservesTheName() throws Exception {
    var person = InvitedPerson.create("removed-keep", "creator");
    var id = store(person);

    remove("removed-keep", "keep");

    awaitEnd("removed-keep");
    admin.request().get("/api/videos/{id}", id).then().body("owner", equalTo("removed-keep"));
    admin
        .request()
        .contentType(JSON)
        .body(Map.of("name", "removed-keep", "role", "viewer"))
        .post("/api/accounts")
        .then()
        .statusCode(409)
        .body("code", equalTo("account-exists"));
    admin
        .request()
        .contentType(JSON)
        .body(Map.of("role", "admin"))
        .patch("/api/accounts/removed-keep")
        .then()
        .statusCode(409)
        .body("code", equalTo("account-removed"));
    admin
        .request()
        .post("/api/accounts/removed-keep/invitation")
        .then()
        .statusCode(409)
        .body("code", equalTo("account-removed"));
  }

  @Test
  void auditsWhatIsRevoked() throws Exception {
    var person = InvitedPerson.create("removed-revoked", "creator");
    var video = store(person);
    String token = idOf(person, "/api/tokens", Map.of("name", "backup"));
    String key = idOf(person, "/api/me/ssh-keys", Map.of("publicKey", RandomSshKey.text()));
    for (var links = 0; links < 2; links++) {
      idOf(person, "/api/videos/" + video + "/shares", Map.of());
    }

    remove("removed-revoked", "keep");

    assertThat(findRevocations(token)).singleElement().isEqualTo("backup, of removed-revoked");
    assertThat(findRevocations(key))
        .singleElement()
        .asString()
        .matches("SHA256:.+, of removed-revoked");
    assertThat(findRevocations(video))
        .singleElement()
        .isEqualTo("2, because the rights of removed-revoked have ended");
    awaitEnd("removed-revoked");
  }

  private static String idOf(InvitedPerson person, String path, Map<String, String> body) {
    return person
        .request()
        .contentType(JSON)
        .body(body)
        .post(path)
        .then()
        .statusCode(201)
        .extract()
        .path("id");
  }

  /** The details of the entries that say what the removal ended. */
  private static List<String> findRevocations(String subject) {
    return AuditEntry.<AuditEntry>find(
            "subject = ?1 and actor = 'system'"
                + " and action in ('token.revoked', 'key.removed', 'share.revoked')",
            subject)
        .stream()
        .map(AuditEntry::detail)
        .toList();
  }

  /** Each step is a transaction, so what a killed process leaves is the state after a step. */
  @Test
  void continuesAfterEachStep() throws Exception {
    var person = InvitedPerson.create("removed-steps", "creator");
    for (var count = 0; count < 3; count++) {
      store(person);
    }
    remove("removed-steps", "move&to=creator2");

    while (queue.runNext(1, new HashSet<>())) {
      var changed = count("select changed from account_removal where account = 'removed-steps'");
      assertThat(changed).isLessThanOrEqualTo(6);
    }

    awaitEnd("removed-steps");
    // Three videos and their uploads.
    assertThat(count("select changed from account_removal where account = 'removed-steps'"))
        .isEqualTo(6);
    assertThat(
            count(
                "select count(*) from audit_entry where action = 'video.moved'"
                    + " and detail = 'from removed-steps to creator2 (removal of account \"removed-steps\")'"))
        .isEqualTo(3);
  }

  /** The oldest one fails again and again. */
  @Test
  void aRemovalThatFailsDoesNotStopTheOthers() throws Exception {
    var failures = MetricsScrape.now().value(FAILURES, Map.of());
    var stuck = InvitedPerson.create("removed-stuck", "creator");
    store(stuck);
    var other = InvitedPerson.create("removed-behind", "creator");
    var id = store(other);
    failChanges();
    try {
      remove("removed-stuck", "trash");
      remove("removed-behind", "trash");

      awaitEnd("removed-behind");
      admin.request().get("/api/videos/{id}", id).then().body("deleteAfter", notNullValue());
      assertThat(
              count(
                  "select count(*) from account_removal where account = 'removed-stuck'"
                      + " and finished_at is null"))
          .isEqualTo(1);
      assertThat(MetricsScrape.now().value(FAILURES, Map.of())).isGreaterThan(failures);
    } finally {
      allowChanges();
    }
    awaitEnd("removed-stuck");
  }

  /** Otherwise its videos would belong to nobody. */
  @Test
  void keepsAnAccountThatStillGetsVideos() throws Exception {
    var source = InvitedPerson.create("removed-source", "creator");
    InvitedPerson.create("removed-target", "creator");
    store(source);
    failChanges();
    try {
      remove("removed-source", "move&to=removed-target");

      admin
          .request()
          .queryParam("videos", "keep")
          .delete("/api/accounts/removed-target")
          .then()
          .statusCode(400)
          .body("code", equalTo("invalid-request"))
          .body("detail", containsString("Wait until that ends"));
    } finally {
      allowChanges();
    }
    while (queue.runNext(100, new HashSet<>())) {
      // Sooner than the timer, which continues after a failure.
    }
    awaitEnd("removed-source");
    remove("removed-target", "keep");
  }

  private void failChanges() {
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              entities.createNativeQuery(FAIL_FUNCTION).executeUpdate();
              entities.createNativeQuery(FAIL_TRIGGER).executeUpdate();
            });
  }

  private void allowChanges() {
    QuarkusTransaction.requiringNew()
        .run(
            () ->
                entities
                    .createNativeQuery("drop function fail_for_test() cascade")
                    .executeUpdate());
  }

  private String store(InvitedPerson person) throws Exception {
    var upload = person.open(BYTES.length).statusCode(201).extract().jsonPath();
    var request =
        HttpRequest.newBuilder(URI.create(upload.getString("put.url")))
            .PUT(HttpRequest.BodyPublishers.ofByteArray(BYTES));
    upload.<String, String>getMap("put.headers").forEach(request::header);
    assertThat(
            HttpClient.newHttpClient()
                .send(request.build(), BodyHandlers.discarding())
                .statusCode())
        .isEqualTo(200);
    var id = upload.getString("id");
    person.request().put("/api/uploads/{id}/completion", id).then().statusCode(200);
    return id;
  }

  private void remove(String name, String videos) {
    admin
        .request()
        .urlEncodingEnabled(false)
        .delete("/api/accounts/" + name + "?videos=" + videos)
        .then()
        .statusCode(202)
        .body("status", equalTo("removed"));
  }

  private void awaitEnd(String name) {
    Eventually.holds(
        "the removal of " + name + " ends",
        () -> admin.request().get("/api/accounts/" + name).path("removal.finishedAt") != null);
  }

  private long sum(String owner) {
    return count("select coalesce(sum(bytes), 0) from reservation where owner = '" + owner + "'");
  }

  private long count(String sql) {
    return QuarkusTransaction.requiringNew()
        .call(() -> ((Number) entities.createNativeQuery(sql).getSingleResult()).longValue());
  }
}
