package dev.slipway.admin.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class SavedViewsTest {
  @Inject EntityManager database;

  private final ApiClient admin = ApiClient.as("admin");

  @AfterEach
  void deleteViews() {
    execute("delete from saved_view");
  }

  @Test
  void savesAViewInItsShortestForm() {
    save("Large HEVC", "q=&codec=HEVC&minSize=1+GB&sort=-size&limit=50&after=x&columns=size,codecs")
        .statusCode(200)
        .body("name", is("Large HEVC"))
        .body("query", is("codec=hevc&minSize=1+GB&sort=-size&columns=size%2Ccodecs"))
        .body("savedBy", is("admin"));

    admin.request().get("/api/views").then().body("name", hasItem("Large HEVC"));
    assertThat(audit("view.saved")).isEqualTo("Large HEVC");
  }

  @Test
  void replacesAViewOfTheSameNameInUpperOrLowerCase() {
    save("rejected", "status=rejected").statusCode(200);
    save("Rejected", "status=rejected&sort=-size").statusCode(200);

    admin
        .request()
        .get("/api/views")
        .then()
        .body("size()", is(1))
        .body("[0].name", is("Rejected"))
        .body("[0].query", is("status=REJECTED&sort=-size"));
  }

  @Test
  void deletesAView() {
    save("passing", "").statusCode(200);

    admin.request().delete("/api/views/PASSING").then().statusCode(204);

    admin.request().delete("/api/views/passing").then().statusCode(404);
    assertThat(audit("view.deleted")).isEqualTo("passing");
  }

  @ParameterizedTest
  @CsvSource({
    "colour=red, list of videos only",
    "sort=colour, must be one of",
    "status=odd, must be",
    "q=%zz, query string",
    "limit=1000, from 1 to 200",
    "columns=colour, must be",
  })
  void refusesWhatIsNoListing(String query, String reason) {
    save("wrong", query).statusCode(400).body("detail", containsString(reason));
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "-x", "_x", "a\\b"})
  void refusesNames(String name) {
    save(name, "").statusCode(400).body("detail", containsString("'name'"));
  }

  @Test
  void refusesLongNamesAndQueries() {
    save("n".repeat(61), "").statusCode(400);
    save("long", "q=" + "a".repeat(2_000)).statusCode(400);
    admin
        .request()
        .contentType("application/json")
        .body(Map.of())
        .put("/api/views/none")
        .then()
        .statusCode(400)
        .body("detail", containsString("'query'"));
  }

  @Test
  void limitsTheNumberOfViews() {
    execute(
        "insert into saved_view select 'v' || i, 'v' || i, '', 'admin', now()"
            + " from generate_series(1, 100) i");

    save("another", "").statusCode(409).body("code", is("quota-exceeded"));
    save("V1", "status=ready").statusCode(200);
  }

  @Test
  void thePageSavesShowsAndDeletesViews() {
    form("/admin/videos/views", "Ours <b>", "visibility=public&sort=title")
        .statusCode(303)
        .header("Location", endsWith("/admin/videos?visibility=public&sort=title&view=saved"));

    assertThat(page("/admin/videos?sort=title&visibility=PUBLIC"))
        .contains("View: <bdi>Ours &lt;b&gt;</bdi>")
        .contains("href=\"/admin/videos?visibility=public&amp;sort=title\" aria-current=\"true\"");
    assertThat(page("/admin/videos")).contains("Ours &lt;b&gt;").doesNotContain("View: <bdi>");

    form("/admin/videos/views/deletion", "Ours <b>", "visibility=public")
        .statusCode(303)
        .header("Location", endsWith("/admin/videos?visibility=public&view=deleted"));
    assertThat(page("/admin/videos?view=saved")).contains("View saved.");
    assertThat(page("/admin/videos?view=deleted")).contains("View deleted.");
    assertThat(page("/admin/videos")).doesNotContain("Ours");
  }

  @Test
  void thePageReplacesOnlyWhenAsked() {
    form("/admin/videos/views", "Mine", "status=ready").statusCode(303);
    form("/admin/videos/views", "mine", "status=rejected")
        .statusCode(409)
        .body(containsString("There is a view “Mine”. Choose another name"))
        // The page and what was typed are kept.
        .body(containsString("aria-label=\"Admin\""))
        .body(containsString("value=\"mine\" aria-invalid=\"true\""))
        .body(containsString("name=\"query\" value=\"status=REJECTED\""));
    form("/admin/videos/views", "-x", "")
        .statusCode(400)
        .body(containsString("id=\"view-name-error\">Must have at most 60 characters"));
    form("/admin/videos/views/deletion", "gone", "")
        .statusCode(404)
        .body(containsString("There is no view with this name."));
    form("/admin/videos/views", "x", "sort=colour").statusCode(400);

    admin
        .request()
        .redirects()
        .follow(false)
        .formParams("name", "mine", "query", "status=rejected", "replace", "true")
        .post("/admin/videos/views")
        .then()
        .statusCode(303);
    admin
        .request()
        .get("/api/views")
        .then()
        .body("query", is(java.util.List.of("status=REJECTED")));
  }

  @Test
  void areForAdministratorsOnly() {
    var creator = ApiClient.as("creator");
    creator.request().get("/api/views").then().statusCode(403);
    creator.request().delete("/api/views/x").then().statusCode(403);
    ApiClient.anonymous().request().get("/api/views").then().statusCode(401);
    creator.request().get("/videos/mine").then().body(not(containsString("View:")));
  }

  private ValidatableResponse save(String name, String query) {
    return admin
        .request()
        .contentType("application/json")
        .body(Map.of("query", query))
        .put("/api/views/{name}", name)
        .then();
  }

  private ValidatableResponse form(String path, String name, String query) {
    return admin
        .request()
        .redirects()
        .follow(false)
        .formParams("name", name, "query", query)
        .post(path)
        .then()
        .log()
        .ifValidationFails();
  }

  private String audit(String action) {
    return admin
        .request()
        .get("/api/audit?limit=1&action=" + action)
        .jsonPath()
        .getString("items[0].subject");
  }

  private String page(String path) {
    return admin.request().get(path).then().statusCode(200).extract().asString();
  }

  private void execute(String sql) {
    QuarkusTransaction.requiringNew().run(() -> database.createNativeQuery(sql).executeUpdate());
  }
}
