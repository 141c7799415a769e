package dev.slipway.lab.attacks;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Asvs;
import dev.slipway.testing.Eventually;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs every attack on the embedded store. {@code docs/lab-results.md} has the results on MinIO
 * too.
 */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class AttackResourceTest {
  private static final String OPEN_UPLOADS =
      "select count(*) from upload where title like 'Lab attack%' and status = 'OPEN'";
  private static final String VIDEOS =
      "select count(*) from video where title like 'Lab attack%' and status <> 'DELETED'";
  private static final String NOT_REMOVED =
      "select count(*) from video where title like 'Lab attack%' and cleanup_at is not null";
  private static final String VISIBLE =
      "select count(*) from video where title like 'Lab attack%' and visibility <> 'PRIVATE'";

  /** Of the store, by the portable part of its behaviour. */
  private static final Map<String, Integer> STATUS =
      Map.ofEntries(
          entry("twice", 412),
          entry("stolen-url", 200),
          entry("forged-notification", 401),
          entry("replayed-notification", 204),
          entry("lying-notification", 404),
          entry("another-accounts-upload", 404),
          entry("svg-as-video", 409),
          entry("playlist-as-video", 409),
          entry("poison-file", 200),
          entry("false-completion", 409),
          entry("missing-part", 409),
          entry("other-file-on-resume", 409),
          entry("over-quota", 413),
          entry("repeated-request", 201),
          entry("play-after-deletion", 404),
          entry("upload-after-deletion", 409));

  @Inject EntityManager entities;

  private final ApiClient creator = ApiClient.as("creator2");

  static Stream<String> names() {
    return Arrays.stream(Attack.values()).map(Attack::kebabCase);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("names")
  void attack(String name) {
    var quota = quotaOf(creator);

    var result = run(name);

    assertThat(result.getString("name")).isEqualTo(name);
    assertThat(result.getBoolean("asExpected")).as(result.prettify()).isTrue();
    assertThat(result.getString("observed")).isEqualTo(result.getString("expected"));
    assertThat(result.getInt("answer.status"))
        .satisfies(status -> assertThat(status >= 400).isEqualTo(isRefused(result)))
        .isEqualTo(STATUS.getOrDefault(name, result.getInt("answer.status")));
    assertThat(result.getList("steps")).isNotEmpty();
    assertThat(result.getString("explanation")).isNotBlank();
    assertThat(quotaOf(creator)).isEqualTo(quota);
    assertThat(count(OPEN_UPLOADS)).isZero();
    assertThat(count(VIDEOS)).isZero();
    assertThat(count(NOT_REMOVED)).isZero();
    assertThat(count(VISIBLE)).isZero();
  }

  @Test
  void listsTheAttacks() {
    creator
        .request()
        .get("/api/lab/attacks")
        .then()
        .statusCode(200)
        .body("items", hasSize(29))
        .body("items.name", equalTo(names().toList()))
        .body("items[0].title", equalTo("Use the URL after its expiry"))
        .body("items[0].defence", equalTo("signature"))
        .body("items[0].expected", equalTo("refused"));
  }

  @Test
  void showsTheRequestAsSent() {
    var result = run("other-type");

    assertThat(result.getString("request.to")).isEqualTo("store");
    assertThat(result.getString("request.method")).isEqualTo("PUT");
    assertThat(result.getString("request.url")).contains("X-Amz-Signature=");
    assertThat(result.<String, String>getMap("request.headers"))
        .containsEntry("Content-Type", "text/html")
        .containsEntry("If-None-Match", "*")
        .containsKeys("Host", "Content-Length", "x-amz-checksum-sha256");
    assertThat(result.getString("request.body")).contains("ftypisom");
    assertThat(result.getString("difference.part")).isEqualTo("header");
    assertThat(result.getString("difference.name")).isEqualTo("Content-Type");
    assertThat(result.getString("difference.signed")).isEqualTo("video/mp4");
    assertThat(result.getString("difference.sent")).isEqualTo("text/html");
    assertThat(result.getString("answer.code")).isEqualTo("SignatureDoesNotMatch");
  }

  @Test
  void expiredUrlDiffersFromTheAcceptedOneInNothingButItsTime() {
    var result = run("late");

    assertThat(result.getString("steps[0].request.headers.x-amz-meta-slipway-owner")).isNotBlank();
    assertThat(result.<String, String>getMap("steps[0].request.headers"))
        .isEqualTo(result.getMap("steps[1].request.headers"));
  }

  @Test
  void asksTheStoreToMakeAnObjectPublic() {
    var result = run("unsigned-header-added");

    assertThat(result.getString("steps[0].request.headers.x-amz-acl")).isEqualTo("public-read");
    assertThat(result.getString("steps[1].request.method")).isEqualTo("GET");
    assertThat(result.getString("steps[1].request.url")).doesNotContain("?");
    assertThat(result.getInt("steps[1].answer.status")).isIn(403, 404);
    assertThat(result.getInt("decidingStep")).isEqualTo(2);
    assertThat(result.getString("difference.name")).isEqualTo("x-amz-meta-lab-owner");
    assertThat(result.getList("facts", String.class)).last().asString().contains("nobody can read");
  }

  @Test
  void namesThePartsThatAreMissing() {
    var result = run("missing-part");

    assertThat(result.getString("answer.code")).isEqualTo("upload-incomplete");
    assertThat(result.getString("answer.body")).contains("8 more of 14 yet");
    assertThat(result.getInt("steps[0].answer.status")).isEqualTo(200);
  }

  @Test
  void refusesOtherBytesForAStoredPart() {
    assertThat(run("other-file-on-resume").getString("answer.code")).isEqualTo("part-conflict");
  }

  @Test
  void removesWhatIsStoredUnderTheKeyOfADeletedVideo() {
    var result = run("upload-after-deletion");

    assertThat(result.getString("answer.code")).isEqualTo("video-deleted");
    assertThat(result.getString("steps[3].request.method")).isEqualTo("PUT");
    assertThat(result.getInt("steps[3].answer.status")).isEqualTo(200);
  }

  @Test
  void refusesAFileAboveTheLargestSizeIfThereIsNoQuota() {
    var result = run("over-quota");

    assertThat(result.getString("answer.code")).isEqualTo("file-too-large");
    assertThat(result.getString("request.body")).contains("\"size\":");
  }

  @Test
  void returnsTheSameUploadToARepeatedRequest() {
    var result = run("repeated-request");

    var first = result.getString("steps[0].request.headers['Idempotency-Key']");
    assertThat(first).startsWith("lab-");
    assertThat(result.getString("steps[1].request.headers['Idempotency-Key']")).isEqualTo(first);
    assertThat(result.getInt("decidingStep")).isEqualTo(1);
    assertThat(result.getInt("steps[2].answer.status")).isEqualTo(400);
    assertThat(result.getList("facts", String.class))
        .contains("The repetition returned the same upload.")
        .anyMatch(fact -> fact.startsWith("Quota is reserved once"));
  }

  @Test
  void neverShowsTheWebhookToken() {
    var token = ConfigProvider.getConfig().getValue("slipway.notifications.token", String.class);

    for (var name : List.of("forged-notification", "replayed-notification", "lying-notification")) {
      assertThat(run(name).prettify()).doesNotContain(token);
    }
  }

  @Test
  void neverShowsTheInternalAddressOfTheApplication() {
    assertThat(run("forged-notification").getString("request.url")).isEqualTo("/notifications/s3");
  }

  @Test
  void answersLikeForTheUploadOfAnotherAccount() {
    var upload = ApiClient.as("creator").open("clip.mp4", "video/mp4", new byte[9]);

    var answer = creator.request().put("/api/uploads/{id}/url", upload.getString("id"));

    var result = run("another-accounts-upload");
    assertThat(result.getInt("answer.status")).isEqualTo(answer.statusCode());
    assertThat(result.getString("answer.body")).isEqualTo(answer.asString());
  }

  @Test
  void reportsAnUnknownName() {
    for (var name : List.of("unknown", "LATE", "late%20", "..%2Flate")) {
      creator
          .request()
          .urlEncodingEnabled(false)
          .post("/api/lab/attacks/" + name)
          .then()
          .statusCode(404)
          .body("code", equalTo("not-found"));
    }
  }

  @Test
  void tellsViewersWhyTheyMayNotAttack() {
    ApiClient.as("viewer")
        .request()
        .post("/api/lab/attacks/late")
        .then()
        .statusCode(403)
        .body("detail", equalTo("Ask an administrator for a role that allows it."));
  }

  @Test
  void refusesRequestsOfOtherSites() {
    creator
        .request()
        .header("Sec-Fetch-Site", "cross-site")
        .post("/api/lab/attacks/twice")
        .then()
        .statusCode(403)
        .body("code", equalTo("cross-site-request"));
  }

  @Test
  @Asvs("2.4.1")
  void runsOneAttackOfAnAccountAtATime() throws Exception {
    var pool = Executors.newFixedThreadPool(2);
    Callable<Integer> attack = () -> creator.request().post("/api/lab/attacks/late").statusCode();
    creator.cookieHeader();

    var statuses = pool.invokeAll(List.of(attack, attack));
    pool.shutdown();

    assertThat(List.of(statuses.get(0).get(), statuses.get(1).get()))
        .containsExactlyInAnyOrder(200, 429);
  }

  @Test
  void leavesNothingBehindWhenNotificationsArriveLater() {
    run("stolen-url");

    Eventually.holds(
        "the store's notification finds a tombstone",
        () ->
            count(
                    "select count(*) from notification n join upload u"
                        + " on n.object_key = 'videos/' || u.id || '/source'"
                        + " where u.title like 'Lab attack: stolen-url%' and n.settled_at is null")
                == 0);
    assertThat(count(VIDEOS)).isZero();
  }

  @Test
  void namesClassesThatExist() throws ClassNotFoundException {
    for (var attack : Attack.values()) {
      assertThat(Class.forName("dev.slipway." + attack.code())).isNotNull();
    }
  }

  private JsonPath run(String name) {
    return creator
        .request()
        .post("/api/lab/attacks/{name}", name)
        .then()
        .statusCode(200)
        .extract()
        .jsonPath();
  }

  private static boolean isRefused(JsonPath result) {
    return result.getString("observed").equals("refused");
  }

  private static Map<String, Object> quotaOf(ApiClient client) {
    return client.request().get("/api/me").jsonPath().getMap("quota");
  }

  private long count(String sql) {
    return QuarkusTransaction.requiringNew()
        .call(() -> ((Number) entities.createNativeQuery(sql).getSingleResult()).longValue());
  }
}
