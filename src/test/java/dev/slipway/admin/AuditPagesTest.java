package dev.slipway.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.not;

import dev.slipway.audit.AuditLog;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Mp4Header;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page of the audit log, as it is without JavaScript. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class AuditPagesTest {
  private final ApiClient admin = ApiClient.as("admin");

  @Inject AuditLog audit;

  @Test
  void showsEntriesInWordsWithLinksToTheirObjects() {
    var id = upload();

    assertThat(page("/admin/audit?subject=" + id))
        .contains("Upload opened", "<code>upload.opened</code>")
        .contains("href=\"/admin/videos/" + id + "\"")
        .contains("?subject=" + id + "&amp;actor=creator\"")
        .contains("href=\"/api/audit/export?format=csv&amp;subject=" + id + "\"");
  }

  /** It has an inspection as soon as its video exists. */
  @Test
  void leadsToThePageOfAnUploadWithoutAVideo() {
    var id = upload();

    admin
        .request()
        .redirects()
        .follow(false)
        .get("/admin/videos/{id}", id)
        .then()
        .statusCode(303)
        .header("Location", endsWith("/videos/" + id))
        .header("Location", not(containsString("admin")));
  }

  @Test
  void linksAccountsThatExist() {
    QuarkusTransaction.requiringNew()
        .run(() -> audit.record(AuditLog.SYSTEM, "account.created", "no-such-account", null));
    creator().request().get("/account").then().statusCode(200);

    assertThat(page("/admin/audit?action=login.&subject=creator"))
        .contains("<a class=\"plain\" href=\"/admin/accounts/creator\"");
    assertThat(page("/admin/audit?subject=no-such-account"))
        .contains("Account created")
        .doesNotContain("/admin/accounts/no-such-account");
  }

  @Test
  void filtersAreChipsThatCanBeRemoved() {
    assertThat(page("/admin/audit?actor=nobody&action=login&q=word"))
        .contains("href=\"/admin/audit?action=login.&amp;q=word\"")
        .contains("href=\"/admin/audit?actor=nobody&amp;q=word\"")
        .contains("Clear filters")
        .contains("No matching entries");
  }

  @Test
  void offersEachActionInWords() {
    assertThat(page("/admin/audit?action=video.edited"))
        .contains("<option value=\"video.\">Videos: all</option>")
        .contains("<option value=\"video.edited\" selected>Video edited</option>")
        .contains("Action: <bdi>Video edited</bdi>");
  }

  @Test
  void saysWhichFilterIsWrong() {
    for (var action : List.of("visibility", "Video edited", "video.painted", ".")) {
      admin
          .request()
          .queryParam("action", action)
          .get("/admin/audit")
          .then()
          .statusCode(400)
          .body(containsString("There is no action &#39;" + action))
          .body(containsString("<select class=\"input\" id=\"action\""));
    }
    admin
        .request()
        .get("/admin/audit?from=yesterday&actor=ann")
        .then()
        .statusCode(400)
        .body(containsString("“From” must be a date"))
        .body(containsString("value=\"ann\""));
  }

  @Test
  void countsTheEntriesAndShowsSeconds() {
    var id = upload();
    assertThat(page("/admin/audit?subject=" + id))
        .containsPattern("<p class=\"muted entry-count\">\\d+ entr")
        .containsPattern("data-seconds>\\d+ \\w+ \\d+, \\d\\d:\\d\\d:\\d\\d UTC</time>");
    assertThat(page("/admin/audit?action=upload.")).containsPattern("\\d+ entr(y|ies)");
  }

  @Test
  void pagesBothWays() {
    for (var i = 0; i < 51; i++) {
      creator().open("clip.mp4", "video/mp4", Mp4Header.bytes(64, 1));
    }
    var query = "/admin/audit?actor=creator&action=upload.opened";
    var first = page(query);
    assertThat(first).contains("rel=\"next\"").doesNotContain("rel=\"prev\"");

    var second = page(link(first, "next"));
    assertThat(second).contains("rel=\"prev\"").contains(">First</a>");

    assertThat(page(link(second, "prev"))).doesNotContain("rel=\"prev\"");
  }

  @Test
  void linksToItFromTheTimelineForAdministratorsOnly() {
    var id = creator().upload("clip.mp4", Mp4Header.bytes(64, 1)).getString("id");
    var link = "/admin/audit?subject=" + id;

    assertThat(page("/videos/" + id)).contains(link);
    assertThat(creator().request().get("/videos/{id}", id).asString()).doesNotContain(link);
  }

  @Test
  void isForAdministratorsOnly() {
    creator().request().get("/admin/audit").then().statusCode(403);
    ApiClient.anonymous().request().get("/admin/audit").then().statusCode(303);
  }

  private static ApiClient creator() {
    return ApiClient.as("creator");
  }

  private static String upload() {
    return creator().open("clip.mp4", "video/mp4", Mp4Header.bytes(64, 1)).getString("id");
  }

  private static String link(String page, String relation) {
    var start = page.indexOf("rel=\"" + relation + "\" href=\"") + relation.length() + 13;
    return page.substring(start, page.indexOf('"', start)).replace("&amp;", "&");
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
}
