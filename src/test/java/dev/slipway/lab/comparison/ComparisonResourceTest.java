package dev.slipway.lab.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Eventually;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Runs of real clients against the application, the embedded store and the SFTP server. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class ComparisonResourceTest {
  private static final String ADDRESS = "/api/lab/comparisons";
  private static final int MIB = 1 << 20;
  private static final Duration LONG = Duration.ofMinutes(3);
  private static final List<String> WAYS = List.of("put", "parts", "application", "sftp");

  private final ApiClient creator = ApiClient.as("creator");

  @AfterEach
  void stopWhatRuns() {
    List<String> running =
        creator.request().get(ADDRESS).path("findAll { it.status == 'RUNNING' }.id");
    for (var id : running) {
      creator.request().post(ADDRESS + "/{id}/stop", id).then().statusCode(200);
      awaitEnd(id);
    }
  }

  @Test
  void measuresAllWaysAndRemovesTheirFiles() {
    var usedBefore = usedBytes();

    var id = start(List.of(1, 10)).then().statusCode(202).extract().path("id").toString();
    var run = awaitEnd(id);

    assertThat(run.getString("problem")).isNull();
    assertThat(run.getString("status")).isEqualTo("DONE");
    assertThat(run.getString("store")).isEqualTo("embedded");
    assertThat(run.getInt("percent")).isEqualTo(100);
    assertThat(run.getList("results.skipped")).isEmpty();
    for (var clients : List.of(1, 10)) {
      for (var way : WAYS) {
        var measured = measurement(run, way, clients);
        assertThat(number(measured, "seconds")).as(way).isPositive();
        assertThat(number(measured, "processorSeconds")).as(way).isPositive();
        assertThat(number(measured, "allocatedBytes")).as(way).isPositive();
        assertThat(number(measured, "applicationRequests")).as(way).isGreaterThanOrEqualTo(clients);
        assertThat(number(measured, "storeRequests")).as(way).isGreaterThanOrEqualTo(clients);
      }
      for (var way : List.of("put", "parts")) {
        assertThat(number(measurement(run, way, clients), "applicationBytes") / clients)
            .as("bytes through the application, %s", way)
            .isLessThan(20_000);
      }
      for (var way : List.of("application", "sftp")) {
        assertThat(number(measurement(run, way, clients), "applicationBytes") / clients)
            .as("bytes through the application, %s", way)
            .isBetween(2.0 * MIB, 2.1 * MIB);
      }
    }
    assertThat(usedBytes()).isEqualTo(usedBefore);
    List<String> names = creator.request().get("/api/videos?owner=creator").path("items.fileName");
    assertThat(names).noneMatch(name -> name.startsWith("lab-comparison"));
    assertThat(creator.request().get("/api/tokens").jsonPath().getList("name"))
        .doesNotContain("Lab comparison");
  }

  @Test
  void cutsEachWayAndContinuesIt() {
    var run = awaitEnd(start(List.of(1)).path("id"));

    assertThat(run.getString("status")).isEqualTo("DONE");
    for (var way : WAYS) {
      assertThat(number(cut(run, way), "fileSize")).isEqualTo(48 * MIB);
      assertThat(number(cut(run, way), "cutAfter")).isEqualTo(Math.floor(0.6 * 48 * MIB));
    }
    // Both start over; the others continue after the last part that is stored.
    assertThat(number(cut(run, "put"), "sentAfter")).isEqualTo(48 * MIB);
    assertThat(number(cut(run, "application"), "sentAfter")).isEqualTo(48 * MIB);
    assertThat(number(cut(run, "parts"), "sentAfter")).isEqualTo((48 - 25) * MIB);
    assertThat(number(cut(run, "sftp"), "sentAfter")).isBetween(32.0 * MIB, 48.0 * MIB);
  }

  @Test
  void runsOneAtATimeUntilItIsStopped() {
    var usedBefore = usedBytes();
    String id = start(null).then().statusCode(202).extract().path("id");

    start(List.of(1))
        .then()
        .statusCode(429)
        .header("Retry-After", "30")
        .body("code", equalTo("too-many-requests"))
        .body("detail", containsString("Another run is under way"));
    ApiClient.as("creator2")
        .request()
        .post(ADDRESS + "/{id}/stop", id)
        .then()
        .statusCode(403)
        .body("code", equalTo("forbidden"));
    creator.request().post(ADDRESS + "/{id}/stop", id).then().statusCode(200);

    assertThat(awaitEnd(id).getString("status")).isEqualTo("STOPPED");
    Eventually.holds("the quota is returned", () -> usedBytes() == usedBefore);
    var next = start(List.of(1)).then().statusCode(202).extract().<String>path("id");
    creator.request().post(ADDRESS + "/{id}/stop", next).then().statusCode(200);
  }

  @Test
  void everyoneWhoIsLoggedInCanRead() {
    var viewer = ApiClient.as("viewer");
    viewer.request().get(ADDRESS).then().statusCode(200);
    viewer.request().get("/lab/comparison").then().statusCode(200);
    viewer.request().contentType(ContentType.JSON).body("{}").post(ADDRESS).then().statusCode(403);
    viewer
        .request()
        .get(ADDRESS + "/abcdefghijklmnopqrstuvwxyz")
        .then()
        .statusCode(404)
        .body("code", equalTo("not-found"));
  }

  @Test
  void refusesOtherSizesAndNumbers() {
    for (var body :
        List.of(
            "{\"size\": 5}", "{\"clients\": [3]}", "{\"clients\": []}", "{\"clients\": [null]}")) {
      creator
          .request()
          .contentType(ContentType.JSON)
          .body(body)
          .post(ADDRESS)
          .then()
          .statusCode(400)
          .body("code", equalTo("invalid-request"));
    }
  }

  private Response start(List<Integer> clients) {
    return creator
        .request()
        .contentType(ContentType.JSON)
        .body(clients == null ? Map.of() : Map.of("clients", clients))
        .post(ADDRESS);
  }

  private JsonPath awaitEnd(String id) {
    Eventually.holds(
        "the run has ended", LONG, () -> !get(id).getString("status").equals("RUNNING"));
    return get(id);
  }

  private JsonPath get(String id) {
    return creator.request().get(ADDRESS + "/{id}", id).jsonPath();
  }

  private long usedBytes() {
    return creator.request().get("/api/me").jsonPath().getLong("quota.usedBytes");
  }

  private static Map<String, Object> measurement(JsonPath run, String way, int clients) {
    return run.getMap(
        "results.measurements.find { it.way == '%s' && it.clients == %d }".formatted(way, clients));
  }

  private static Map<String, Object> cut(JsonPath run, String way) {
    return run.getMap("results.cuts.find { it.way == '%s' }".formatted(way));
  }

  private static double number(Map<String, Object> json, String name) {
    return ((Number) json.get(name)).doubleValue();
  }
}
