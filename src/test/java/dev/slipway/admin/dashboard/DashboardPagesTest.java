package dev.slipway.admin.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Mp4Header;
import dev.slipway.web.Formats;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class DashboardPagesTest {
  @Inject Rollup rollup;
  @Inject RollupWorker worker;
  @Inject EntityManager database;

  private final ApiClient admin = ApiClient.as("admin");

  @Test
  void showsEveryDayAsAColumnAndAsARow() {
    ApiClient.as("creator").upload("clip.mp4", Mp4Header.bytes(900, 4));
    ApiClient.as("creator").upload("text.mp4", "no video".getBytes());
    worker.update(1000);

    var page = page("?days=7");

    assertThat(page.split("<figure>", -1)).hasSize(4 + 1);
    assertThat(page).containsPattern("<rect x=\"61\" y=\"\\d+\" width=\"8\" height=\"\\d+\">");
    assertThat(page.split("<th scope=\"row\"><data", -1)).hasSize(7 + 1);
    assertThat(page)
        .contains("As of <time", "aria-current=\"true\">7 days", "so far")
        .containsPattern(
            "/admin/videos\\?status=rejected&amp;reason=not-a-video"
                + "&amp;from=\\d{4}-\\d\\d-\\d\\d&amp;to=\\d{4}-\\d\\d-\\d\\d\"")
        .contains("/admin/accounts/creator\"")
        .doesNotContain("are being counted");
  }

  @Test
  void leadsToTheVideosThatItCounts() {
    ApiClient.as("creator").upload("clip.mp4", Mp4Header.bytes(900, 4));
    worker.update(1000);

    var page = page("?days=7");
    var days = "from=\\d{4}-\\d\\d-\\d\\d&amp;to=\\d{4}-\\d\\d-\\d\\d";
    for (var link :
        List.of(
            "\\?" + days + "\">Videos stored<",
            "\\?status=rejected&amp;" + days + "\">Rejected<",
            "\\?"
                + days
                + "&amp;minLag=\\d+ms&amp;sort=-lag&amp;columns=[\\w%]+\">Lag, 95th percentile<")) {
      var found =
          Pattern.compile("href=\"(/admin/videos" + link.replaceFirst("\"", ")\"")).matcher(page);
      assertThat(found.find()).as(link).isTrue();
      admin
          .request()
          .urlEncodingEnabled(false)
          .get(found.group(1).replace("&amp;", "&"))
          .then()
          .statusCode(200);
    }
  }

  @Test
  void eachChartShowsItsOwnNumbers() {
    ApiClient.as("creator").upload("clip.mp4", Mp4Header.bytes(900, 4));
    ApiClient.as("creator").upload("text.mp4", "no video".getBytes());
    worker.update(1000);

    var page = page("?days=7");
    var days = admin.request().get("/api/dashboard?days=7").jsonPath();

    assertThat(days.getInt("byDay.numbers.videos.max()"))
        .isGreaterThan(days.getInt("byDay.numbers.rejected.max()"));
    for (var number : List.of("videos", "rejected")) {
      var largest = Formats.exactCount(days.getLong("byDay.numbers." + number + ".max()"));
      assertThat(page)
          .containsIgnoringCase(
              "<span>%s</span><span class=\"muted\">highest: %s</span>".formatted(number, largest));
    }
  }

  @Test
  void saysWhileVideosAreBeingCountedThatNumbersAreTooSmall() {
    ApiClient.as("creator").upload("clip.mp4", Mp4Header.bytes(900, 4));
    do {
      rollup.reset();
    } while (!QuarkusTransaction.requiringNew().call(this::checkPageOfIncompleteNumbers));
    worker.update(1000);

    assertThat(page("")).doesNotContain("are being counted");
  }

  /** Returns false if the background task was faster. */
  private boolean checkPageOfIncompleteNumbers() {
    database.createNativeQuery("select 1 from dashboard_state for update").getSingleResult();
    if (rollup.asOf() != null) {
      return false;
    }
    assertThat(page("")).contains("The videos are being counted: about").doesNotContain("As of");
    return true;
  }

  @Test
  void saysWhereCountingEnds() {
    try {
      execute(
          "insert into notification (received_at, transport, body, state, tries, failures,"
              + " next_try_at) select now(), 'board', '\\x7b', 'RECEIVED', 0, 0, '2199-01-01' from"
              + " generate_series(1, 10001)");
      execute(
          "insert into notification (received_at, transport, body, state, reason, tries, failures,"
              + " next_try_at, settled_at) select now(), 'board', '\\x7b', 'DEAD', 'unreadable', 1,"
              + " 1, now(), now() from generate_series(1, 10001)");

      assertThat(page("")).contains(">More than 10,000 waiting<", ", more than 10,000 dead<");
      admin
          .request()
          .get("/api/dashboard")
          .then()
          .body("inbox.waiting", equalTo(10_000))
          .body("inbox.waitingIsExact", equalTo(false))
          .body("inbox.dead", equalTo(10_000))
          .body("inbox.deadIsExact", equalTo(false));
    } finally {
      execute("delete from notification where transport = 'board'");
    }
  }

  /** After a return from a newer version; the listing can't be filtered by it. */
  @Test
  void showsReasonsThatItDoesNotKnowWithoutALink() {
    execute(
        "insert into dashboard_rejection values (cast(now() at time zone 'UTC' as date),"
            + " 'TOO_LOUD', 2)");
    try {
      assertThat(page("")).contains(">Too loud</span>").doesNotContain("reason=too-loud");
    } finally {
      execute("delete from dashboard_rejection where reason = 'TOO_LOUD'");
    }
  }

  @Test
  void countsAgainOnRequest() {
    admin
        .request()
        .contentType("application/x-www-form-urlencoded")
        .post("/admin/dashboard/rebuild")
        .then()
        .statusCode(303);

    assertThat(page("?rebuilt=true")).contains("All videos are being counted again");
    worker.update(1000);
  }

  @Test
  void rejectsOtherPeriodsAndOtherRoles() {
    admin.request().get("/admin/dashboard?days=8").then().statusCode(400).contentType("text/html");
    ApiClient.as("creator").request().get("/admin/dashboard").then().statusCode(403);
    ApiClient.anonymous().request().get("/admin/dashboard").then().statusCode(303);
  }

  private void execute(String sql) {
    QuarkusTransaction.requiringNew().run(() -> database.createNativeQuery(sql).executeUpdate());
  }

  private String page(String query) {
    return admin
        .request()
        .get("/admin/dashboard" + query)
        .then()
        .statusCode(200)
        .extract()
        .asString();
  }
}
