package dev.slipway.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.not;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Eventually;
import dev.slipway.testing.Mp4Header;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
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
    // All videos need another confirmation.
    confirm("filter", "filter", "").body(containsString("name=\"all\" value=\"true\" required"));
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
    admin.request().post("/admin/jobs/{id}/undo", job).then().statusCode(303);
    admin.request().post("/admin/jobs/{id}/undo", job).then().statusCode(409);
    admin
        .request()
        .formParam("action", "owner")
        .formParam("owner", "nobody-here")
        .formParam("ids", id)
        .post("/admin/jobs")
        .then()
        .statusCode(400)
        .body(containsString("may upload"));
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

    Eventually.holds("the job ends", () -> page(job).contains("0 of 0 · 100 %"));
    assertThat(page(job))
        .contains("<dd id=\"ended-%s\" data-refreshed>".formatted(job))
        .contains("<div id=\"failures-%s\" data-refreshed>".formatted(job));
  }

  private ValidatableResponse confirm(String scope, String name, String value) {
    return admin
        .request()
        .formParam("action", "DELETE")
        .formParam("scope", scope)
        .formParam(name, value)
        .post("/admin/jobs/confirmation")
        .then()
        .statusCode(200);
  }

  private String page(String job) {
    return admin.request().get("/admin/jobs/{id}", job).asString();
  }

  private static String upload(String name) {
    return ApiClient.as("creator").upload(name, Mp4Header.bytes(900, 4)).getString("id");
  }
}
