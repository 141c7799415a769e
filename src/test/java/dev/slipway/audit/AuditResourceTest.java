package dev.slipway.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Mp4Header;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lists, searches and pages through the audit log. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class AuditResourceTest {
  private static final Instant START = Instant.parse("2020-05-01T00:00:00Z");

  private final ApiClient admin = ApiClient.as("admin");

  @Test
  void showsWhoDidWhatFromWhereInWhichRequest() {
    var upload = ApiClient.as("creator").open("clip.mp4", "video/mp4", Mp4Header.bytes(64, 1));

    var entry = list(Map.of("subject", upload.getString("id"))).getMap("items[0]");

    assertThat(entry)
        .containsEntry("actor", "creator")
        .containsEntry("action", "upload.opened")
        .containsEntry("subjectType", "upload")
        .containsEntry("address", "127.0.0.1");
    assertThat((String) entry.get("traceId")).matches("[0-9a-f]{32}");
  }

  @Test
  void filtersByEachPartAndAllTogether() {
    var actor = "filter-actor";
    AuditRows.add(START, actor, "filtera.one", "s1", "red Fish", "192.0.2.1");
    AuditRows.add(START.plusSeconds(86_400), actor, "filtera.two", "s1", "100% blue", "192.0.2.2");
    AuditRows.add(START.plusSeconds(172_800), actor, "filterb.one", "s2", null, null);

    assertThat(actions(Map.of("actor", actor)))
        .containsExactly("filterb.one", "filtera.two", "filtera.one");
    assertThat(actions(Map.of("action", "filtera.one"))).containsExactly("filtera.one");
    assertThat(actions(Map.of("action", "filtera."))).containsExactly("filtera.two", "filtera.one");
    assertThat(actions(Map.of("action", "filtera.", "actor", actor)))
        .containsExactly("filtera.two", "filtera.one");
    assertThat(actions(Map.of("action", "nothingofthesort."))).isEmpty();
    assertThat(actions(Map.of("actor", actor, "subject", "s2"))).containsExactly("filterb.one");
    assertThat(actions(Map.of("actor", actor, "address", "192.0.2.2")))
        .containsExactly("filtera.two");
    assertThat(actions(Map.of("actor", actor, "q", "FISH red"))).containsExactly("filtera.one");
    assertThat(actions(Map.of("actor", actor, "q", "FISH\u3000red")))
        .containsExactly("filtera.one");
    assertThat(actions(Map.of("actor", actor, "q", "100%"))).containsExactly("filtera.two");
    assertThat(actions(Map.of("actor", actor, "q", "0%b"))).isEmpty();
    assertThat(actions(Map.of("actor", actor, "from", "2020-05-02", "to", "2020-05-02")))
        .containsExactly("filtera.two");
    assertThat(actions(Map.of("actor", actor, "to", "2020-05-02T00:00:00Z")))
        .containsExactly("filtera.one");
  }

  @Test
  void pagesBothWaysWithoutGapsAlsoAtEqualTimes() {
    var actor = "paging-actor";
    for (var i = 0; i < 7; i++) {
      AuditRows.add(START.plusSeconds(i / 3), actor, "paging.done", "p" + i, null);
    }

    var forwards = new ArrayList<String>();
    var page = list(Map.of("actor", actor, "limit", "3"));
    assertThat(page.getString("previous")).isNull();
    forwards.addAll(page.getList("items.subject"));
    while (page.getString("next") != null) {
      page = list(Map.of("actor", actor, "limit", "3", "after", page.getString("next")));
      forwards.addAll(page.getList("items.subject"));
    }
    assertThat(forwards).containsExactly("p6", "p5", "p4", "p3", "p2", "p1", "p0");

    var backwards = new ArrayList<List<String>>();
    while (page.getString("previous") != null) {
      page = list(Map.of("actor", actor, "limit", "3", "before", page.getString("previous")));
      backwards.add(page.getList("items.subject"));
    }
    Collections.reverse(backwards);
    assertThat(backwards.stream().flatMap(List::stream))
        .containsExactly("p6", "p5", "p4", "p3", "p2", "p1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "actr | x | Unknown query parameter 'actr'",
        "action | login | must be an action",
        "action | Login.failed | must be an action",
        "from | yesterday | must be a date",
        "to | 99999-01-01 | must be a date",
        "to | +999999999-12-31 | must be a date",
        "limit | 0 | from 1 to 200",
        "limit | many | from 1 to 200",
        "after | x | cursor",
        "before | MTIz | cursor"
      })
  void rejectsWhatItDoesNotUnderstand(String name, String value, String message) {
    admin
        .request()
        .queryParam(name, value)
        .get("/api/audit")
        .then()
        .statusCode(400)
        .body("code", equalTo("invalid-request"))
        .body("detail", containsString(message));
  }

  @Test
  void rejectsAnEmptyPeriodAndBothDirections() {
    for (var query : List.of("from=2026-02-02&to=2026-02-01", "after=MS4x&before=MS4x")) {
      admin.request().get("/api/audit?" + query).then().statusCode(400);
    }
  }

  @Test
  void isForAdministratorsOnly() {
    ApiClient.anonymous().request().get("/api/audit").then().statusCode(401);
    ApiClient.as("creator").request().get("/api/audit").then().statusCode(403);
    ApiClient.as("creator").request().get("/api/audit/export").then().statusCode(403);
  }

  private List<String> actions(Map<String, String> query) {
    return list(query).getList("items.action");
  }

  private JsonPath list(Map<String, String> query) {
    return admin
        .request()
        .queryParams(query)
        .get("/api/audit")
        .then()
        .statusCode(200)
        .extract()
        .jsonPath();
  }
}
