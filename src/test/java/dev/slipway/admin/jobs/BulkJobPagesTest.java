package dev.slipway.admin.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.not;

import dev.slipway.catalogue.Rejection;
import dev.slipway.catalogue.Video;
import dev.slipway.catalogue.VideoStatus;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Eventually;
import dev.slipway.testing.Mp4Header;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the forms of bulk jobs send, and what they refuse. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class BulkJobPagesTest {
  private final ApiClient admin = ApiClient.as("admin");

  @Test
  void theListingOffersWhatItsVideosAllow() {
    upload("bulkpages.mp4");

    admin
        .request()
        .get("/admin/videos?q=bulkpages")
        .then()
        .body(containsString("Move to trash"))
        .body(not(containsString("<option value=\"RESTORE\"")));
    admin
        .request()
        .get("/admin/videos?status=deleted")
        .then()
        .body(not(containsString("bulk-bar")));
  }

  @Test
  void statesHowManyVideosAreSelected() {
    var id = upload("counted.mp4");
    confirm("rows", "id", id).body(containsString("Move to trash: 1 video"));
    confirm("rows", "back", "q=counted").body(containsString("No videos are selected"));
    confirm("page", "page", id + ",not-an-id").body(containsString(": 1 video"));
    confirm("filter", "filter", "q=" + id)
        .body(containsString("Move to trash: 1 video"))
        .body(not(containsString("name=\"all\"")));
    // A form that is too long for an address is answered with the page.
    admin
        .request()
        .formParam("action", "DELETE")
        .formParam("scope", "page")
        .formParam("page", manyIds(300))
        .post("/admin/jobs/confirmation")
        .then()
        .statusCode(200)
        .body(containsString("Move 300 videos to the trash"));
    // All videos need another confirmation.
    confirm("filter", "filter", "").body(containsString("name=\"all\" value=\"true\" required"));
  }

  @Test
  void aPageOfTheListingFitsInAnAddress() {
    confirm("page", "page", manyIds(200)).body(containsString("Move 200 videos to the trash"));
  }

  @Test
  void buttonsNameWhatTheyDo() {
    var id = upload("named.mp4");
    confirm("rows", "id", id)
        .body(containsString("Move 1 video to the trash"))
        .body(containsString("deleted permanently on <time"));
    // Nothing is preselected.
    confirm("VISIBILITY", "rows", "id", id)
        .body(containsString("value=\"private\">Make 1 video private</button>"))
        .body(containsString("value=\"unlisted\">Make 1 video unlisted</button>"))
        .body(containsString("value=\"public\">Make 1 video public</button>"))
        .body(not(containsString("<select")));
    confirm("OWNER", "rows", "id", id).body(containsString("Give 1 video to this account"));
    confirm("PROBE", "rows", "id", id).body(containsString("Read the format of 1 video again"));
  }

  @Test
  void saysHowManyVideosAreRejected() {
    var rejected = upload("refusedone.mp4");
    var ready = upload("refusedtwo.mp4");
    reject(rejected);

    for (var action : List.of("RETRY", "PROBE")) {
      confirm(action, "page", "page", rejected + "," + ready)
          .body(containsString("Rejected: 1 of these videos."))
          .body(containsString("of 2 videos"));
      confirm(action, "filter", "filter", "q=refused")
          .body(containsString("Rejected: 1 of these videos."));
      confirm(action, "filter", "filter", "q=refused&status=ready")
          .body(not(containsString("Rejected: ")))
          .body(containsString("<button class=\"button primary\">"));
    }
    // Rejected videos can be deleted.
    confirm("rows", "id", rejected).body(not(containsString("nothing would change")));
  }

  @Test
  void offersNoJobThatWouldChangeNothing() {
    var rejected = upload("declined.mp4");
    reject(rejected);

    for (var action : List.of("RETRY", "PROBE")) {
      confirm(action, "rows", "id", rejected)
          .body(containsString("nothing would change"))
          .body(not(containsString("action=\"/admin/jobs\"")));
      for (var filter : List.of("status=rejected", "reason=unreadable", "q=declined")) {
        confirm(action, "filter", "filter", filter)
            .body(containsString("nothing would change"))
            .body(not(containsString("action=\"/admin/jobs\"")));
      }
    }
  }

  @Test
  void aConfirmationIsNoLinkToOtherPlaces() {
    admin
        .request()
        .urlEncodingEnabled(false)
        .get("/admin/jobs/confirmation?action=delete&back=%22%3E%0d")
        .then()
        .statusCode(200)
        .body(containsString("href=\"/admin/videos\">Back"));
    admin.request().get("/admin/jobs/confirmation").then().statusCode(400);
  }

  @Test
  void beginsStopsAndRefuses() {
    var id = upload("begun.mp4");
    var location =
        admin
            .request()
            .formParam("action", "delete")
            .formParam("ids", id)
            .post("/admin/jobs")
            .then()
            .statusCode(303)
            .extract()
            .header("Location");
    assertThat(location).contains("/admin/jobs?begun=");
    var job = location.substring(location.lastIndexOf('=') + 1);
    Eventually.holds("the job ends", () -> page(job).contains("1 of 1"));
    admin
        .request()
        .post("/admin/jobs/{id}/stop", job)
        .then()
        .statusCode(303)
        .header("Location", endsWith("/admin/jobs"));
    admin.request().post("/admin/jobs/{id}/resume", job).then().statusCode(409);
    assertThat(page(job))
        .contains("This changes 1 video back, unless it was changed again since.")
        .contains("Yes, undo this job");
    admin.request().post("/admin/jobs/{id}/undo", job).then().statusCode(303);
    assertThat(page(job)).doesNotContain("Yes, undo this job");
    admin.request().post("/admin/jobs/{id}/undo", job).then().statusCode(409);
    admin
        .request()
        .formParam("back", "job")
        .post("/admin/jobs/{id}/stop", job)
        .then()
        .header("Location", endsWith("/admin/jobs/" + job));
    admin
        .request()
        .formParam("action", "purge")
        .formParam("scope", "rows")
        .post("/admin/jobs/confirmation")
        .then()
        .statusCode(400);
    admin.request().get("/admin/jobs/{id}", Long.MAX_VALUE).then().statusCode(404);
  }

  @Test
  void asksAgainForAnOwnerWhoCanNotUpload() {
    var ids = upload("mistyped.mp4") + "," + upload("mistyped.mp4");

    for (var owner : List.of("creater2", "viewer", " ")) {
      admin
          .request()
          .formParam("action", "owner")
          .formParam("owner", owner)
          .formParam("ids", ids)
          .formParam("back", "q=mistyped")
          .post("/admin/jobs")
          .then()
          .statusCode(400)
          .body(containsString("There is no account with this name, or it may not upload."))
          .body(containsString("name=\"owner\" value=\"" + owner + "\""))
          .body(containsString("aria-describedby=\"job-refusal\" aria-invalid=\"true\" autofocus"))
          .body(containsString("name=\"ids\" value=\"" + ids + "\""))
          .body(containsString("name=\"back\" value=\"q=mistyped\""));
    }
    admin
        .request()
        .formParam("action", "owner")
        .formParam("owner", "creater2")
        .formParam("filter", "q=mistyped")
        .post("/admin/jobs")
        .then()
        .statusCode(400)
        .body(containsString("name=\"filter\" value=\"q=mistyped\""))
        .body(containsString("Contains: "));
    // What the form can't correct is an error.
    admin
        .request()
        .formParam("action", "delete")
        .formParam("filter", "status=odd")
        .post("/admin/jobs")
        .then()
        .statusCode(400)
        .body(not(containsString("job-form")));
  }

  @Test
  void asksAgainWhenTooManyJobsRun() {
    var id = upload("patient.mp4");
    try {
      execute(
          "insert into bulk_job (action, filter, requested_by, requested_at, state, collected,"
              + " holder, lease_until, progressed_at) select 'RESTORE', 'trash=true', 'admin',"
              + " now(), 'RUNNING', true, 'limit', now() + interval '1 hour', now()"
              + " from generate_series(1, 5)");
      admin
          .request()
          .formParam("action", "visibility")
          .formParam("visibility", "public")
          .formParam("ids", id)
          .post("/admin/jobs")
          .then()
          .statusCode(409)
          .body(containsString("bulk jobs are running. Wait until one has ended, or stop one."))
          .body(containsString("Make 1 video public"))
          .body(containsString("name=\"ids\" value=\"" + id + "\""));
      // Without JavaScript, the page of a running job has a link that loads it again.
      var running = newestJob();
      assertThat(page(running))
          .contains("<a class=\"button quiet\" href=\"/admin/jobs/" + running + "\">")
          .contains("name=\"back\" value=\"job\"");
    } finally {
      execute("delete from bulk_job where holder = 'limit'");
    }
  }

  @Test
  void warnsOfAJobThatFailedForSomeVideos() {
    var id = upload("warned.mp4");
    admin.request().delete("/api/videos/{id}", id).then().statusCode(200);
    var job = begin("visibility", id);

    var list = admin.request().get("/admin/jobs").asString();
    assertThat(list)
        .contains("<a class=\"chip warning\" href=\"/admin/jobs/" + job + "#failures\">");
    assertThat(page(job))
        .contains("Done, 1 failed", "id=\"failures\"", "data-status=\"done, 1 failed\"");
  }

  @Test
  void namesFiltersInWordsAndLinksTheAuditEntries() {
    var id = upload("worded.mp4");
    var job = beginByFilter("q=worded&status=ready&visibility=private");

    Eventually.holds("the job ends", () -> page(job).contains("1 of 1"));
    assertThat(page(job))
        .contains("Status: Ready", "Visibility: Private")
        .contains("q=%28bulk+job+%23" + job + "%29&amp;from=");
    assertThat(admin.request().get("/admin/jobs").asString()).contains("Status: Ready");
    assertThat(
            admin
                .request()
                .queryParam("q", "(bulk job #" + job + ")")
                .get("/admin/audit")
                .asString())
        .contains(id);
    assertThat(admin.request().queryParam("subject", job).get("/admin/audit").asString())
        .contains("Bulk job <code>" + job);
  }

  private String begin(String action, String ids) {
    var job =
        jobOf(
            admin
                .request()
                .formParam("action", action)
                .formParam("visibility", "public")
                .formParam("ids", ids)
                .post("/admin/jobs")
                .then());
    Eventually.holds("the job ends", () -> page(job).contains("1 of 1"));
    return job;
  }

  private String beginByFilter(String filter) {
    return jobOf(
        admin
            .request()
            .formParam("action", "delete")
            .formParam("filter", filter)
            .post("/admin/jobs")
            .then());
  }

  private static String jobOf(ValidatableResponse response) {
    var location = response.statusCode(303).extract().header("Location");
    return location.substring(location.lastIndexOf('=') + 1);
  }

  @Test
  void aJobWithoutVideosIsComplete() {
    var location =
        admin
            .request()
            .formParam("action", "delete")
            .formParam("filter", "q=matchesnothingatall")
            .post("/admin/jobs")
            .then()
            .statusCode(303)
            .extract()
            .header("Location");
    var job = location.substring(location.lastIndexOf('=') + 1);

    Eventually.holds("the job ends", () -> page(job).contains("0 of 0 · 100%"));
    assertThat(page(job))
        .contains("<dd id=\"ended-%s\" data-refreshed>".formatted(job))
        .contains("<div id=\"failures-%s\" data-refreshed>".formatted(job));
  }

  private ValidatableResponse confirm(String scope, String name, String value) {
    return confirm("DELETE", scope, name, value);
  }

  private ValidatableResponse confirm(String action, String scope, String name, String value) {
    var address =
        admin
            .request()
            .formParam("action", action)
            .formParam("scope", scope)
            .formParam(name, value)
            .post("/admin/jobs/confirmation")
            .then()
            .statusCode(303)
            .extract()
            .header("Location");
    return admin.request().urlEncodingEnabled(false).get(address).then().statusCode(200);
  }

  private static void reject(String id) {
    QuarkusTransaction.requiringNew()
        .run(
            () ->
                Video.update(
                    "status = ?1, rejection = ?2 where id = ?3",
                    VideoStatus.REJECTED,
                    Rejection.UNREADABLE,
                    id));
  }

  private static String newestJob() {
    return QuarkusTransaction.requiringNew()
        .call(
            () ->
                Video.getEntityManager()
                    .createNativeQuery("select max(id) from bulk_job")
                    .getSingleResult()
                    .toString());
  }

  private static void execute(String sql) {
    QuarkusTransaction.requiringNew()
        .run(() -> Video.getEntityManager().createNativeQuery(sql).executeUpdate());
  }

  private String page(String job) {
    return admin.request().get("/admin/jobs/{id}", job).asString();
  }

  private static String manyIds(int count) {
    return IntStream.range(0, count)
        .mapToObj(number -> "" + letter(number / 26) + letter(number % 26) + "a".repeat(24))
        .collect(Collectors.joining(","));
  }

  private static char letter(int number) {
    return (char) ('a' + number);
  }

  private static String upload(String name) {
    return ApiClient.as("creator").upload(name, Mp4Header.bytes(900, 4)).getString("id");
  }
}
