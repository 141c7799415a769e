package dev.slipway.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Eventually;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class DriftPagesTest {
  private static final Pattern MORE = Pattern.compile("rel=\"next\" href=\"([^\"]+)\"");
  private static final Pattern KEY = Pattern.compile("data-copy=\"videos/drift-pages/\\d+\"");
  private static final Pattern REQUESTED = Pattern.compile("/admin/drift\\?asked=(\\d+)$");

  private static final String PATH = "/admin/drift";

  @Inject EntityManager entities;

  private final ApiClient admin = ApiClient.as("admin");

  /** At most one row may be RUNNING, so the tests that insert one wait for the others. */
  @BeforeEach
  @AfterEach
  void awaitIdle() {
    execute("delete from reconciliation where asked_by = 'pages'");
    Eventually.holds(
        "no reconciliation is running",
        () ->
            admin
                .request()
                .get("/api/reconciliations")
                .jsonPath()
                .getList("findAll { it.endedAt == null }")
                .isEmpty());
  }

  @Test
  void requestsAReconciliationAndShowsItsResult() {
    var answer = admin.request().formParam("mode", "report").formParam("deep", "true").post(PATH);

    assertThat(answer.statusCode()).isEqualTo(303);
    var requested = REQUESTED.matcher(answer.header("Location"));
    assertThat(requested.find()).isTrue();
    var id = requested.group(1);
    assertThat(page("?asked=" + id))
        .contains("Reconciliation " + id, "Report only, every object, by admin");
    assertThat(page("")).contains(">Reconciliation " + id + "</a>");
    Eventually.holds("the reconciliation is done", () -> page("/" + id).contains("Done"));
    assertThat(page("/" + id))
        .contains("On demand", "report only", "Kinds of drift")
        .contains("<a href=\"/admin/drift\">All reconciliations</a>");
  }

  @Test
  void approvesAHeldReconciliation() {
    var held = insertFinished("REPAIR", "HELD", 1234, 0);
    assertThat(page(""))
        .contains("Mark 1,234 videos as missing", "A test says so", "class=\"badge\">held")
        .contains("action=\"/admin/drift/" + held + "/approval\"");

    var answer = admin.request().post(PATH + "/{id}/approval", held);

    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(page("")).doesNotContain("Mark 1,234 videos", "class=\"badge\">held");
    admin
        .request()
        .get("/api/reconciliations")
        .then()
        .body("[0].goneAllowed", equalTo(1234))
        .body("[0].askedBy", equalTo("admin"));
  }

  @Test
  void pagesThroughOneKindAndNotesUnrecordedDrift() {
    var id = insertFinished("REPORT", "DONE", 1, 1200);
    execute(
        "insert into drift (reconciliation_id, kind, object_key, outcome, found_at) select "
            + (id + ", 'MISSED', 'videos/drift-pages/' || i, 'REPORTED', now()")
            + " from generate_series(1, 70) i");
    execute(
        "insert into drift (reconciliation_id, kind, object_key, outcome, detail, found_at) values"
            + " ("
            + (id + ", 'GONE', 'videos/\u202e<script>alert(1)</script>', 'FAILED',")
            + " '<script>alert(2)</script>', now())");

    var first = page("/" + id + "?kind=missed");
    assertThat(KEY.matcher(first).results()).hasSize(50);
    assertThat(first).contains("Missed 1,200", "only counted").doesNotContain("alert(1)");
    var more = MORE.matcher(first);
    assertThat(more.find()).isTrue();
    var second = page(more.group(1).replace("&amp;", "&").substring(PATH.length()));

    assertThat(KEY.matcher(second).results()).hasSize(20);
    assertThat(MORE.matcher(second).find()).isFalse();
    assertThat(page("/" + id + "?kind=gone"))
        .contains("Failed", "&lt;script&gt;alert(2)", "\\u202e&lt;script&gt;")
        .doesNotContain("<script>alert");
    assertThat(page("/" + id + "?kind=orphan")).contains("No differences of this kind were found");
  }

  @Test
  void pagesThroughReconciliationsWithDifferences() {
    insertMatching(60);
    var found = insertFinished("REPORT", "DONE", 0, 3);
    insertMatching(60);

    assertThat(page("")).doesNotContain("href=\"/admin/drift/" + found + "\"");
    assertThat(page("?differences=true"))
        .contains("href=\"/admin/drift/" + found + "\"", "3 missed")
        .doesNotContain("No drift");

    var pages = 0;
    var listed = new StringBuilder();
    for (var next = PATH; next != null; pages++) {
      var page = page(next.substring(PATH.length()));
      listed.append(page);
      var more = MORE.matcher(page);
      next = more.find() ? more.group(1).replace("&amp;", "&") : null;
    }
    assertThat(pages).isGreaterThanOrEqualTo(3);
    assertThat(listed.toString())
        .containsOnlyOnce("<a href=\"/admin/drift/" + found + "\"")
        .contains(">First</a>");
    assertThat(page("?differences=true&after=0")).contains("/admin/drift?differences=true\"");
  }

  @Test
  void showsProgressWhileRunning() {
    execute(
        "insert into reconciliation (cause, asked_by, asked_at, mode, deep, gone_allowed, state,"
            + " started_at, holder, lease_until, objects) values ('SCHEDULE', 'pages', now(),"
            + " 'REPAIR', false, 0, 'RUNNING', now(), 'pages', now() + interval '1 hour', 4321)");

    assertThat(page("")).contains("Running", "4,321", "so far", "Refresh");
  }

  @Test
  void rejectsInvalidRequestsAndOtherRoles() {
    var done = insertFinished("REPAIR", "DONE", 0, 0);
    form(admin).formParam("mode", "guess").post(PATH).then().statusCode(400);
    form(admin).post(PATH + "/{id}/approval", done).then().statusCode(409).contentType("text/html");
    form(admin).post(PATH + "/0/approval").then().statusCode(404);
    admin.request().get(PATH + "/0").then().statusCode(404).contentType("text/html");
    admin.request().get(PATH + "/" + done + "?kind=odd").then().statusCode(400);
    admin.request().get(PATH + "/" + done + "?after=odd").then().statusCode(400);
    admin.request().get(PATH + "?after=odd").then().statusCode(400);
    admin.request().get(PATH + "?differences=odd").then().statusCode(400);
    form(ApiClient.as("creator")).post(PATH).then().statusCode(403);
    ApiClient.as("creator").request().get(PATH).then().statusCode(403);
  }

  private static RequestSpecification form(ApiClient caller) {
    return caller.request().contentType("application/x-www-form-urlencoded");
  }

  private String page(String suffix) {
    return admin
        .request()
        .urlEncodingEnabled(false)
        .get(PATH + suffix)
        .then()
        .statusCode(200)
        .extract()
        .asString();
  }

  private void insertMatching(int count) {
    execute(
        "insert into reconciliation (cause, asked_by, asked_at, mode, deep, gone_allowed, state,"
            + " started_at, ended_at) select 'SCHEDULE', 'pages', now(), 'REPAIR', false, 0, 'DONE',"
            + (" now(), now() from generate_series(1, " + count + ")"));
  }

  /** Inserts a finished reconciliation. */
  private long insertFinished(String mode, String state, long gone, long missed) {
    return QuarkusTransaction.requiringNew()
        .call(
            () ->
                ((Number)
                        entities
                            .createNativeQuery(
                                "insert into reconciliation (cause, asked_by, asked_at, mode, deep,"
                                    + " gone_allowed, state, started_at, ended_at, gone, missed,"
                                    + " problem) values ('SCHEDULE', 'pages', now(), ?1, false, 0,"
                                    + " ?2, now(), now(), ?3, ?4, 'A test says so') returning id")
                            .setParameter(1, mode)
                            .setParameter(2, state)
                            .setParameter(3, gone)
                            .setParameter(4, missed)
                            .getSingleResult())
                    .longValue());
  }

  private void execute(String sql) {
    QuarkusTransaction.requiringNew().run(() -> entities.createNativeQuery(sql).executeUpdate());
  }
}
