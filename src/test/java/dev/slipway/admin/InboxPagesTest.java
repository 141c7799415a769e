package dev.slipway.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Asvs;
import dev.slipway.testing.Eventually;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class InboxPagesTest {
  private static final Pattern OLDER = Pattern.compile("rel=\"next\" href=\"([^\"]+)\"");
  private static final Pattern REASON = Pattern.compile("paged \\d+");
  private static final String KEY = "videos/inbox-pages";
  private static final String QUERY = "state=dead&key=videos%2Finbox-pages";
  private static final String FILTER = "/admin/inbox?" + QUERY;
  private static final String HOSTILE = "videos/\u202e\"><script>alert(1)</script>";

  @Inject EntityManager entities;

  private final ApiClient admin = ApiClient.as("admin");

  @BeforeEach
  void insertDeadLetters() {
    IntStream.rangeClosed(1, 70).forEach(i -> insertDeadLetter(KEY, "{\"broken", "paged " + i));
  }

  /** Waits, because a notification must not be deleted while the worker processes it. */
  @AfterEach
  void deleteNotifications() {
    Eventually.holds(
        "no notification is left",
        () -> {
          deleteProcessed();
          return countNotifications() == 0;
        });
  }

  @Test
  void keepsTheFilterAcrossPages() {
    var first = page(FILTER);
    assertThat(reasons(first)).isEqualTo(expectedReasons(70, 21));
    assertThat(first).contains("title=\"Dead letters\"");
    var older = OLDER.matcher(first);
    assertThat(older.find()).isTrue();

    var second = page(older.group(1).replace("&amp;", "&"));

    assertThat(reasons(second)).isEqualTo(expectedReasons(20, 1));
    assertThat(OLDER.matcher(second).find()).isFalse();
    assertThat(second).contains("href=\"" + FILTER.replace("&", "&amp;") + "\"");
    assertThat(page("/admin/inbox?state=applied&key=" + KEY)).contains("No matching notifications");
  }

  @Test
  void replaysOneAndReturnsToTheSamePage() {
    var id = insertDeadLetter(KEY, "{\"broken", "one");

    var answer =
        admin
            .request()
            .formParam("listed", "1")
            .formParam("state", "dead")
            .formParam("key", KEY)
            .formParam("after", id + 1)
            .post("/admin/inbox/{id}/replays", id);

    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(answer.header("Location")).endsWith(FILTER + "&after=" + (id + 1) + "&replayed=1");
    Eventually.holds(
        "the notification is dead again",
        () ->
            page("/admin/inbox/" + id)
                .contains("The body is not valid JSON in UTF-8, at line 1, column "));
    assertThat(page("/admin/inbox/" + id))
        .contains("requeued manually 1 time", "reconciliation</a> finds the object")
        .contains("<a href=\"/admin/inbox\">All notifications</a>");
    admin
        .request()
        .contentType("application/x-www-form-urlencoded")
        .post("/admin/inbox/{id}/replays", id)
        .then()
        .statusCode(303)
        .header("Location", endsWith("/admin/inbox/" + id + "?replayed=1"));
  }

  @Test
  void replaysAllThatMatchTheFilter() {
    assertThat(page(FILTER)).contains("Yes, process all dead notifications with this key again");

    var answer =
        admin
            .request()
            .formParam("state", "dead")
            .formParam("key", KEY)
            .post("/admin/inbox/replays");

    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(answer.header("Location")).endsWith(FILTER + "&replayed=70");
    assertThat(page(FILTER + "&replayed=70")).contains("70 notifications are queued");
  }

  @Test
  void hidesTheDoctorsTestsUntilAskedFor() {
    var test = insert("videos/.slipway/abc", "APPLIED", null);
    var deadTest = insert("videos/.slipway/def", "DEAD", "broken");
    var unparsed = insert(null, "DEAD", "unreadable");
    var video = insert("videos/ghi/source", "APPLIED", null);

    for (var path : List.of("/admin/inbox", "/admin/inbox?state=applied")) {
      assertThat(page(path)).contains(link(video)).doesNotContain(link(test));
    }
    assertThat(page("/admin/inbox")).contains(link(deadTest), link(unparsed));
    for (var path : List.of("/admin/inbox?tests=shown", "/admin/inbox?state=applied&tests=shown")) {
      assertThat(page("/admin/inbox"))
          .contains("href=\"/admin/inbox?tests=shown\"", "Show the doctor’s tests");
      assertThat(page(path)).contains(link(video), link(test), "Hide the doctor’s tests");
    }
    assertThat(page("/admin/inbox?tests=shown"))
        .contains("href=\"/admin/inbox?state=dead&amp;tests=shown\"")
        .contains("<input type=\"hidden\" name=\"tests\" value=\"shown\">");
    assertThat(page("/admin/inbox?key=videos/.slipway/abc")).contains(link(test));
  }

  /** Otherwise each page would sort the whole inbox. */
  @Test
  void listsAlongAnIndex() {
    for (var state : List.of("", " and state = 'APPLIED'")) {
      var plan =
          explain(
              "select id from notification where id < 9223372036854775807"
                  + state
                  + " and (state = 'DEAD' or object_key is null or object_key not like"
                  + " 'videos/.slipway/%') order by id desc limit 51");

      assertThat(plan).contains("Index").doesNotContain("Sort").doesNotContain("Seq Scan");
    }
  }

  @Test
  @Asvs("3.2.2")
  void escapesUntrustedText() {
    var id =
        insertDeadLetter(HOSTILE, "{\"a\":\"" + HOSTILE.replace("\"", "\\\"") + "\"}", HOSTILE);

    for (var path : List.of("/admin/inbox/" + id, "/admin/inbox?state=dead")) {
      assertThat(page(path))
          .doesNotContain("<script>alert")
          .contains("\\u202e&quot;&gt;&lt;script&gt;")
          .doesNotContainPattern(">[^<]*\u202e");
    }
    admin
        .request()
        .get("/api/notifications/{id}/body", id)
        .then()
        .statusCode(200)
        .contentType("application/octet-stream");
  }

  @Test
  void rejectsInvalidRequestsAndOtherRoles() {
    assertRejected("/admin/inbox?after=nonsense", 400);
    assertRejected("/admin/inbox?state=asleep", 400);
    assertRejected("/admin/inbox/0", 404);
    assertRejected("/admin/inbox/nonsense", 404);
    form(admin).post("/admin/inbox/0/replays").then().statusCode(404).contentType("text/html");
    form(ApiClient.as("creator")).post("/admin/inbox/replays").then().statusCode(403);
    ApiClient.as("creator").request().get("/admin/inbox").then().statusCode(403);
    ApiClient.anonymous()
        .request()
        .get("/admin/inbox")
        .then()
        .statusCode(303)
        .header("Location", containsString("/login"));
  }

  private void assertRejected(String path, int status) {
    admin.request().get(path).then().statusCode(status).contentType("text/html");
  }

  private static RequestSpecification form(ApiClient caller) {
    return caller.request().contentType("application/x-www-form-urlencoded");
  }

  private String page(String path) {
    return admin
        .request()
        .urlEncodingEnabled(false)
        .get(path)
        .then()
        .statusCode(200)
        .extract()
        .asString();
  }

  private static List<String> reasons(String html) {
    return REASON.matcher(html).results().map(match -> match.group()).distinct().toList();
  }

  private static List<String> expectedReasons(int from, int to) {
    return IntStream.iterate(from, i -> i >= to, i -> i - 1).mapToObj(i -> "paged " + i).toList();
  }

  private void deleteProcessed() {
    QuarkusTransaction.requiringNew()
        .run(
            () ->
                entities
                    .createNativeQuery(
                        "delete from notification where transport = 'pages' and state <>"
                            + " 'RECEIVED'")
                    .executeUpdate());
  }

  private long countNotifications() {
    return QuarkusTransaction.requiringNew()
        .call(
            () ->
                ((Number)
                        entities
                            .createNativeQuery(
                                "select count(*) from notification where transport = 'pages'")
                            .getSingleResult())
                    .longValue());
  }

  private static String link(long id) {
    return "href=\"/admin/inbox/" + id + "\"";
  }

  /** A small table is cheaper to read as a whole and to sort, so the planner may not do that. */
  private String explain(String query) {
    return QuarkusTransaction.requiringNew()
        .call(
            () -> {
              for (var method : List.of("seqscan", "bitmapscan", "sort")) {
                entities.createNativeQuery("set local enable_" + method + " = off").executeUpdate();
              }
              List<?> lines = entities.createNativeQuery("explain " + query).getResultList();
              return lines.stream().map(Object::toString).collect(Collectors.joining("\n"));
            });
  }

  private long insertDeadLetter(String key, String body, String reason) {
    return insert(key, "DEAD", body, reason);
  }

  private long insert(String key, String state, String reason) {
    return insert(key, state, "{}", reason);
  }

  private long insert(String key, String state, String body, String reason) {
    return QuarkusTransaction.requiringNew()
        .call(
            () ->
                ((Number)
                        entities
                            .createNativeQuery(
                                "insert into notification (received_at, transport, body, state,"
                                    + " reason, tries, failures, next_try_at, settled_at,"
                                    + " object_key) values (now(), 'pages', ?1, ?4, cast(?2 as"
                                    + " text), 1, 0, now(), now(), cast(?3 as text)) returning id")
                            .setParameter(1, body.getBytes(StandardCharsets.UTF_8))
                            .setParameter(2, reason)
                            .setParameter(3, key)
                            .setParameter(4, state)
                            .getSingleResult())
                    .longValue());
  }
}
