package dev.slipway.deploy;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Eventually;
import dev.slipway.testing.MetricsScrape;
import dev.slipway.testing.Mp4Header;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The application exposes exactly the metrics that docs/metrics.md documents. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class MetricsTest {
  private static final String REQUESTS = "http_server_requests_seconds_count";
  private static final int UNKNOWN_PATHS = 250;

  @TestHTTPResource("/")
  URI application;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @Test
  void exposesEveryDocumentedMetric() throws Exception {
    var table = MetricsTable.read();
    ApiClient.as("creator").request().get("/api/uploads").then().statusCode(200);
    var scrape = MetricsScrape.now();

    assertThat(table.values())
        .hasSizeGreaterThan(40)
        // There may not have been a garbage collection pause yet.
        .filteredOn(row -> !row.name().equals("jvm_gc_pause_seconds"))
        .allSatisfy(
            row -> {
              assertThat(scrape.types()).as(row.name()).containsEntry(row.name(), row.type());
              assertThat(row.series())
                  .isNotEmpty()
                  .allSatisfy(name -> assertThat(scrape.series(name)).as(name).isNotEmpty());
              // Subset: with a random port, as in tests, Quarkus omits the port label.
              assertThat(labelsOf(scrape, row)).as(row.name()).isSubsetOf(row.labels());
            });
    assertThat(table.values())
        .filteredOn(row -> row.name().startsWith("slipway_"))
        .isNotEmpty()
        .allSatisfy(
            row -> assertThat(labelsOf(scrape, row)).as(row.name()).isEqualTo(row.labels()));
  }

  @Test
  void documentsEveryMetricOfItsOwn() throws Exception {
    var table = MetricsTable.read();

    var own =
        MetricsScrape.now().types().keySet().stream()
            .filter(name -> name.startsWith("slipway_"))
            .map(name -> name.replaceFirst("_seconds_max$", "_seconds"))
            .collect(Collectors.toSet());

    assertThat(own).isNotEmpty().isSubsetOf(table.keySet());
  }

  @Test
  void countsEachStepOfAnUpload() {
    var before = MetricsScrape.now();

    ApiClient.as("creator").upload("clip.mp4", Mp4Header.bytes(600, 4));

    var after = MetricsScrape.now();
    assertThat(
            List.of(
                new Count("slipway_uploads_opened_total", Map.of("method", "put")),
                new Count("slipway_uploads_ended_total", Map.of("outcome", "stored")),
                new Count("slipway_completions_total", Map.of("outcome", "stored")),
                new Count(
                    "slipway_sign_requests_total",
                    Map.of("operation", "upload", "outcome", "signed")),
                new Count(
                    "slipway_store_calls_total",
                    Map.of("operation", "head", "outcome", "answered"))))
        .allSatisfy(count -> assertThat(count.in(after)).isGreaterThan(count.in(before)));
  }

  @Test
  void countsRefusalsAndAbortedUploads() {
    var before = MetricsScrape.now();

    given()
        .formParam("username", "nobody-here")
        .formParam("password", "wrong")
        .post("/login")
        .then()
        .statusCode(401);
    given().header("Authorization", "Bearer slipway_wrong").get("/api/me").then().statusCode(401);
    given().body("{}").post("/notifications/s3").then().statusCode(401);
    var creator = ApiClient.as("creator");
    var id = creator.open("clip.mp4", "video/mp4", new byte[] {1}).getString("id");
    creator.request().put("/api/uploads/{id}/completion", id).then().statusCode(409);
    creator.request().delete("/api/uploads/{id}", id).then().statusCode(204);
    creator.request().put("/api/uploads/{id}/url", id).then().statusCode(409);

    var after = MetricsScrape.now();
    assertThat(
            List.of(
                new Count("slipway_logins_total", Map.of("outcome", "failed")),
                new Count("slipway_tokens_refused_total", Map.of()),
                new Count("slipway_notifications_refused_total", Map.of("reason", "token")),
                new Count("slipway_completions_total", Map.of("outcome", "incomplete")),
                new Count("slipway_uploads_ended_total", Map.of("outcome", "aborted")),
                new Count(
                    "slipway_sign_requests_total",
                    Map.of("operation", "renewal", "outcome", "refused")),
                new Count(
                    "slipway_store_calls_total", Map.of("operation", "head", "outcome", "absent"))))
        .allSatisfy(count -> assertThat(count.in(after)).isGreaterThan(count.in(before)));
  }

  @Test
  void unknownPathsAndMethodsCreateNoLabels() throws Exception {
    var before = MetricsScrape.now().sum(REQUESTS);
    for (var i = 0; i < UNKNOWN_PATHS; i++) {
      send("GET", "/nowhere-%d/%d".formatted(i, i));
      send("GET", "/videos/stranger-%d".formatted(i));
      send("GET", "/api/uploads/stranger-%d".formatted(i));
      send("GET", "/web/stranger-%d.css".formatted(i));
      send("FOO" + i, "/videos/stranger-%d".formatted(i));
    }
    given().get("/web/base.css").then().statusCode(200);

    // A request may be recorded after its response has arrived.
    Eventually.holds(
        "all requests are recorded",
        () -> MetricsScrape.now().sum(REQUESTS) > before + 5 * UNKNOWN_PATHS);
    var scrape = MetricsScrape.now();
    assertThat(scrape.values(REQUESTS, "uri"))
        .contains("/videos/{id}", "/api/uploads/{id}", "NOT_FOUND", "FILE", "OTHER")
        .noneMatch(uri -> uri.contains("stranger") || uri.contains("nowhere"));
    assertThat(scrape.values(REQUESTS, "method"))
        .contains("OTHER")
        .noneMatch(method -> method.startsWith("FOO"));
  }

  /** Without RestAssured, which is ten times slower. */
  private void send(String method, String path) throws Exception {
    var request =
        HttpRequest.newBuilder(application.resolve(path))
            .method(method, BodyPublishers.noBody())
            .build();
    http.send(request, BodyHandlers.discarding());
  }

  private static Set<String> labelsOf(MetricsScrape scrape, MetricsTable.Row row) {
    return row.series()
        .flatMap(name -> scrape.series(name).stream())
        .flatMap(labels -> labels.keySet().stream())
        .filter(label -> !label.equals("le"))
        .collect(Collectors.toSet());
  }

  private record Count(String name, Map<String, String> labels) {
    double in(MetricsScrape scrape) {
      return scrape.value(name, labels);
    }
  }
}
