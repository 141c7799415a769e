package dev.slipway.catalogue.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;

import dev.slipway.account.Account;
import dev.slipway.audit.AuditEntry;
import dev.slipway.audit.AuditLog;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.storage.RandomId;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.EventStream;
import dev.slipway.testing.Mp4Header;
import dev.slipway.testing.SignedStoreRequest;
import dev.slipway.testing.TestAccount;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Creates, lists and revokes share links, and checks who may do it. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class ShareResourceTest {
  private static final Map<String, Object> DEFAULT = Map.of();

  @Inject AuditLog audit;
  @Inject EntityManager entities;
  @Inject ShareLinks links;

  private final ApiClient creator = ApiClient.as("creator");
  private final ApiClient other = ApiClient.as("creator2");
  private String id;

  @BeforeEach
  void upload() {
    id = creator.upload("clip.mp4", Mp4Header.bytes(900, 4)).getString("id");
  }

  @Test
  void createsALinkWithDefaults() {
    var created =
        ShareClient.post(creator, id, DEFAULT)
            .statusCode(201)
            .header("Location", matchesPattern(".*/api/videos/" + id + "/shares/[a-z2-7]{26}"))
            .body("state", equalTo("ACTIVE"))
            .body("hasPassword", equalTo(false))
            .body("allowDownload", equalTo(false))
            .body("maxUses", nullValue())
            .body("uses", equalTo(0))
            .body("label", nullValue())
            .body("createdBy", equalTo("creator"))
            // 256 random bits.
            .body("url", matchesPattern("http://[^/]+/share/[A-Za-z0-9_-]{43}"))
            .extract()
            .jsonPath();

    var lifetime =
        Duration.between(
            Instant.parse(created.getString("createdAt")),
            Instant.parse(created.getString("expiresAt")));
    assertThat(lifetime).isEqualTo(Duration.ofDays(30));
  }

  @Test
  void listsTheAddressAgainForPeopleWhoMayManageTheVideo() {
    var path = ShareClient.create(creator, id, Map.of("label", "Review team", "maxUses", 3));
    ShareClient.create(creator, id, Map.of("password", "correct horse", "allowDownload", true));

    for (var manager : List.of(creator, ApiClient.as("admin"))) {
      manager
          .request()
          .get("/api/videos/{id}/shares", id)
          .then()
          .statusCode(200)
          .body("$", hasSize(2))
          .body("[0].hasPassword", equalTo(true))
          .body("[0].allowDownload", equalTo(true))
          .body("[1].label", equalTo("Review team"))
          .body("[1].maxUses", equalTo(3))
          .body("[1].url", endsWith(path));
    }
  }

  @Test
  void theDatabaseAloneOpensNoLink() {
    var path = ShareClient.create(creator, id, Map.of("password", "correct horse"));
    var token = path.substring("/share/".length());

    var row =
        QuarkusTransaction.requiringNew()
            .call(
                () ->
                    entities
                        .createNativeQuery(
                            "select cast(row_to_json(l) as text) from share_link l where video_id = ?1",
                            String.class)
                        .setParameter(1, id)
                        .getSingleResult()
                        .toString());

    assertThat(row).contains("sealed_token").doesNotContain(token).doesNotContain("correct horse");
  }

  @Test
  void showsNoAddressWhenTheKeyIsLost() {
    var path = ShareClient.create(creator, id, DEFAULT);
    execute(
        "update share_link set sealed_token = 'v1.00000000.' || repeat('A', 120)"
            + " where video_id = ?1");

    creator
        .request()
        .get("/api/videos/{id}/shares", id)
        .then()
        .statusCode(200)
        .body("[0].url", nullValue());
    creator
        .request()
        .get("/videos/{id}/shares", id)
        .then()
        .statusCode(200)
        .body(containsString("can’t be shown again"));
    new ShareClient().navigate(path).statusCode(303);
  }

  @Test
  void rejectsInvalidTerms() {
    assertRejected(Map.of("expiresIn", 59), "60 to 31536000 seconds");
    assertRejected(Map.of("expiresIn", 31_536_001), "60 to 31536000 seconds");
    assertRejected(Map.of("maxUses", 0), "1 to 10,000");
    assertRejected(Map.of("maxUses", 10_001), "1 to 10,000");
    assertRejected(Map.of("password", "short"), "at least 8 characters");
    assertRejected(Map.of("password", "ä".repeat(513)), "at most 1024 bytes");
    creator.request().get("/api/videos/{id}/shares", id).then().body("$", hasSize(0));

    ShareClient.post(creator, id, Map.of("label", "x".repeat(300), "expiresIn", 60))
        .statusCode(201)
        .body("label", equalTo("x".repeat(255)));
  }

  @Test
  void onlyManagersMayShare() {
    var path = "/api/videos/{id}/shares";
    ShareClient.post(other, id, DEFAULT).statusCode(404);
    ShareClient.post(ApiClient.as("viewer"), id, DEFAULT).statusCode(403);
    ShareClient.post(ApiClient.anonymous(), id, DEFAULT).statusCode(401);
    ShareClient.post(ApiClient.as("admin"), id, DEFAULT).statusCode(201);
    other.request().get(path, id).then().statusCode(404);

    creator
        .request()
        .contentType("application/json")
        .body(Map.of("visibility", "public"))
        .patch("/api/videos/{id}", id);
    ShareClient.post(other, id, DEFAULT).statusCode(403);
    other.request().get(path, id).then().statusCode(403);
    other.request().get("/videos/{id}/shares", id).then().statusCode(403);
    ShareClient.post(creator, RandomId.random(new SecureRandom()).value(), DEFAULT).statusCode(404);
    ShareClient.post(creator, "nonsense", DEFAULT).statusCode(404);
  }

  @Test
  void revokesALinkOfThisVideoOnly() {
    var path = ShareClient.create(creator, id, DEFAULT);
    String link = creator.request().get("/api/videos/{id}/shares", id).path("[0].id");
    var second = creator.upload("other.mp4", Mp4Header.bytes(901, 5)).getString("id");

    delete(creator, second, link).statusCode(404);
    delete(other, id, link).statusCode(404);
    new ShareClient().navigate(path).statusCode(303);

    delete(creator, id, link).statusCode(204);
    delete(creator, id, link).statusCode(404);
    new ShareClient().navigate(path).statusCode(404);
    assertThat(QuarkusTransaction.requiringNew().call(() -> audit.historyOf(id).entries()))
        .extracting(AuditEntry::action)
        .contains("share.created", "share.revoked");
    assertThat(QuarkusTransaction.requiringNew().call(() -> audit.historyOf(link).entries()))
        .extracting(AuditEntry::action)
        .containsOnly("share.opened");
  }

  /** A response that follows a video goes on for minutes. */
  @Test
  void liveChangesEndSoonAfterALinkCanNoLongerBeUsed() {
    var disabled = TestAccount.creator();
    var ofDisabled =
        ApiClient.with(disabled.logIn("browser"))
            .upload("clip.mp4", Mp4Header.bytes(902, 5))
            .getString("id");
    var revoked = creator.upload("clip.mp4", Mp4Header.bytes(903, 5)).getString("id");
    var published = creator.upload("clip.mp4", Mp4Header.bytes(904, 5)).getString("id");
    edit(published, Map.of("visibility", "public"));
    try (var valid = followShared(creator, id);
        var withoutLink = follow(new ShareClient(), published);
        var afterRevocation = followShared(creator, revoked);
        var afterDisabling = followShared(ApiClient.with(disabled.logIn("browser")), ofDisabled)) {
      String link = creator.request().get("/api/videos/{id}/shares", revoked).path("[0].id");
      delete(creator, revoked, link).statusCode(204);
      QuarkusTransaction.requiringNew()
          .run(
              () ->
                  Account.update(
                      "disabledAt = ?1 where name = ?2", Instant.now(), disabled.name()));
      afterRevocation.awaitEnd();
      afterDisabling.awaitEnd();

      edit(id, Map.of("title", "Another title"));
      edit(published, Map.of("title", "Another title"));
      assertThat(valid.until(updated(id))).isNotEmpty();
      assertThat(withoutLink.until(updated(published))).isNotEmpty();

      execute(
          "update share_grant set created_at = now() - interval '1 hour',"
              + " expires_at = now() - interval '1 second'"
              + " where link_id in (select id from share_link where video_id = ?1)");
      valid.awaitEnd();
    }
  }

  private static EventStream followShared(ApiClient owner, String video) {
    var visitor = new ShareClient();
    visitor.navigate(ShareClient.create(owner, video, DEFAULT)).statusCode(303);
    return follow(visitor, video);
  }

  private static EventStream follow(ShareClient visitor, String video) {
    var stream =
        EventStream.open(ApiClient.with(visitor.cookies), "/api/changes?video=" + video, null);
    stream.next();
    return stream;
  }

  private static String updated(String video) {
    return "{\"id\":\"" + video + "\",\"change\":\"updated\"}";
  }

  private void edit(String video, Map<String, String> details) {
    creator
        .request()
        .contentType(ContentType.JSON)
        .body(details)
        .patch("/api/videos/{id}", video)
        .then()
        .statusCode(200);
  }

  @Test
  void limitsTheLinksOfAVideo() throws Exception {
    var calls = new ArrayList<Callable<Integer>>();
    for (var i = 0; i < ShareLinks.MAX_LINKS + 6; i++) {
      calls.add(() -> ShareClient.post(creator, id, DEFAULT).extract().statusCode());
    }
    var pool = Executors.newFixedThreadPool(6);
    var statuses = new ArrayList<Integer>();
    try {
      for (var status : pool.invokeAll(calls)) {
        statuses.add(status.get());
      }
    } finally {
      pool.shutdown();
    }

    assertThat(statuses).filteredOn(status -> status == 201).hasSize(ShareLinks.MAX_LINKS);
    ShareClient.post(creator, id, DEFAULT).statusCode(409).body("code", equalTo("quota-exceeded"));
    // Before the password is validated and hashed.
    ShareClient.post(creator, id, Map.of("password", "short"))
        .statusCode(409)
        .body("code", equalTo("quota-exceeded"));
  }

  @Test
  void refusesWhatCannotBeWatched() {
    creator.request().delete("/api/videos/{id}", id).then().statusCode(200);
    ShareClient.post(creator, id, DEFAULT).statusCode(409).body("code", equalTo("video-in-trash"));
    creator
        .request()
        .get("/videos/{id}/shares", id)
        .then()
        .statusCode(200)
        .body(containsString("can’t be shared now"));

    var upload = creator.open("next.mp4", "video/mp4", new byte[] {1}).getString("id");
    creator.request().delete("/api/uploads/{id}", upload).then().statusCode(204);
    ShareClient.post(creator, upload, DEFAULT)
        .statusCode(409)
        .body("code", equalTo("upload-closed"));
  }

  @Test
  void sharesAnUploadBeforeItsVideoExists() {
    var bytes = Mp4Header.bytes(2_000, 6);
    var opened = creator.open("early.mp4", "video/mp4", bytes);
    var upload = opened.getString("id");
    var path = ShareClient.create(creator, upload, DEFAULT);
    ShareClient.post(other, upload, DEFAULT).statusCode(404);
    var visitor = new ShareClient();

    visitor.navigate(path).statusCode(303).header("Location", endsWith("/videos/" + upload));
    visitor
        .request()
        .get("/videos/" + upload)
        .then()
        .statusCode(200)
        .body(containsString("isn’t available yet"));

    assertThat(SignedStoreRequest.of(opened).send(bytes)).isEqualTo(200);
    creator.complete(upload);
    visitor
        .request()
        .get("/videos/" + upload)
        .then()
        .statusCode(200)
        .body(containsString("player"));
    creator.request().get("/api/videos/{id}/shares", upload).then().body("$", hasSize(1));
  }

  @Test
  void deletesWhatExpiredLongAgo() {
    var path = ShareClient.create(creator, id, DEFAULT);
    new ShareClient().navigate(path).statusCode(303);
    execute(
        "update share_link set created_at = now() - interval '40 days',"
            + " expires_at = now() - interval '29 days' where video_id = ?1");
    execute(
        "update share_grant set created_at = now() - interval '40 days',"
            + " expires_at = now() - interval '1 second'"
            + " where link_id in (select id from share_link where video_id = ?1)");

    links.deleteExpired();
    new ShareClient().navigate(path).statusCode(410).body(containsString("has expired"));
    assertThat(grants()).isZero();

    execute("update share_link set expires_at = now() - interval '31 days' where video_id = ?1");
    links.deleteExpired();
    new ShareClient().navigate(path).statusCode(404);
  }

  private long grants() {
    return QuarkusTransaction.requiringNew().call(() -> ShareGrant.count("link.videoId", id));
  }

  private void execute(String change) {
    QuarkusTransaction.requiringNew()
        .run(() -> entities.createNativeQuery(change).setParameter(1, id).executeUpdate());
  }

  private static ValidatableResponse delete(ApiClient caller, String video, String link) {
    return caller.request().delete("/api/videos/{id}/shares/{link}", video, link).then();
  }

  private void assertRejected(Map<String, Object> terms, String reason) {
    ShareClient.post(creator, id, terms)
        .statusCode(400)
        .body("code", equalTo("invalid-request"))
        .body("detail", containsString(reason));
  }
}
