package dev.slipway.catalogue.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.account.Role;
import dev.slipway.catalogue.Video;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Asvs;
import dev.slipway.testing.Eventually;
import dev.slipway.testing.StalledDownload;
import dev.slipway.testing.TestAccount;
import dev.slipway.web.export.Exports;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.Socket;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Exports of the administrators' listing. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class VideoExportTest {
  /** More than two pages of an export. */
  private static final int COUNT = 2_300;

  /** RestAssured would take ten milliseconds for each line. */
  private static final ObjectMapper JSON = new ObjectMapper();

  @TestHTTPResource("/")
  URL address;

  private final ApiClient admin = ApiClient.as("admin");

  @BeforeAll
  static void insertVideos() {
    execute(
        "insert into video (id, bucket, object_key, generation, latest, owner, title, file_name,"
            + " status, visibility, size, etag, media_type, container, stored_at, stored_by,"
            + " catalogued_at, tags, description, version) select translate(substr(md5('x' || i), 1, 25), '0189', 'ghij')"
            + " || 'a', 'slipway-videos', 'videos/exported/' || i, 1, true, 'creator',"
            + " case when i = 1 then '=exported, \"1\"' else 'Exported ' || i end, 'f.mp4', 'READY',"
            + " 'PRIVATE', i % 4, 'e', 'video/mp4', case when i % 2 = 0 then 'mp4' else 'matroska' end,"
            + " timestamptz '2025-03-01T00:00:00Z' + i * interval '1 minute', 'NOTIFICATION', now(),"
            + " case when i = 1 then array['+sea', 'lake'] else '{}' end,"
            // Together more than the buffers between a client and the application hold.
            + " repeat('long ', 1000), 0"
            + " from generate_series(1, 2300) i");
  }

  @AfterAll
  static void deleteVideos() {
    execute(
        "delete from video where object_key like 'videos/exported/%'"
            + " or object_key like 'videos/of-another/%'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-storedAt", "size", "-title"})
  void hasEveryVideoOnceInTheOrderOfTheRequest(String sort) {
    var all = ndjson(Map.of("q", "exported", "sort", sort));
    var firstPage =
        admin
            .request()
            .queryParams(Map.of("q", "exported", "sort", sort, "limit", "200"))
            .get("/api/videos")
            .jsonPath()
            .getList("items.id", String.class);

    var ids = all.stream().map(line -> line.path("id").asText()).toList();
    assertThat(ids).hasSize(COUNT).doesNotHaveDuplicates();
    assertThat(ids.subList(0, 200)).isEqualTo(firstPage);
  }

  @Test
  void continuesAfterTheLastCompleteLine() {
    var all = lines(export(Map.of("q", "exported", "format", "ndjson", "sort", "size")));
    var cursor = parse(all.get(1_499)).path("cursor").asText();

    var rest =
        lines(export(Map.of("q", "exported", "format", "ndjson", "sort", "size", "after", cursor)));

    assertThat(rest).isEqualTo(all.subList(1_500, COUNT));
  }

  @Test
  void ndjsonHasTheFieldsOfTheListButNoSignedUrl() {
    var line = lines(export(Map.of("q", "exported", "format", "ndjson"))).get(0);

    assertThat(line)
        .contains("\"location\":{\"bucket\":\"slipway-videos\"")
        .doesNotContain("X-Amz-");
    assertThat(parse(line).at("/format/mediaType").asText()).isEqualTo("video/mp4");
  }

  @Test
  @Asvs("1.2.10")
  void csvHasAHeaderAndNoFormulas() {
    var response = export(Map.of("q", "exported", "sort", "storedAt"));

    assertThat(response.contentType()).isEqualTo("text/csv; charset=UTF-8; header=present");
    assertThat(response.header("Content-Disposition")).contains("filename=\"videos-exported.csv\"");
    var lines = lines(response);
    assertThat(lines).hasSize(COUNT + 1);
    assertThat(lines.get(0)).startsWith("id,title,fileName,owner,status,").endsWith(",cursor");
    assertThat(lines.get(1))
        .contains(",\"'=exported, \"\"1\"\"\",f.mp4,creator,READY,,private,1,")
        .contains(",\"'+sea, lake\",");
  }

  @Test
  void namesTheFileAfterTheFilters() {
    assertThat(
            export(Map.of("owner", "team-a*", "status", "READY", "from", "7d", "q", "É/../x1y"))
                .header("Content-Disposition"))
        .contains("filename=\"videos-x1y-ready-team-a-from-7d.csv\"");
    assertThat(
            export(Map.of("trash", "true", "q", "a".repeat(100), "format", "ndjson"))
                .header("Content-Disposition"))
        .contains("filename=\"videos-trash-" + "a".repeat(67) + ".ndjson\"");
    assertThat(export(Map.of("from", "2026-01-01")).header("Content-Disposition"))
        .contains("filename=\"videos-from-2026-01-01.csv\"");
  }

  @Test
  void filtersByContainer() {
    var containers =
        ndjson(Map.of("q", "exported", "container", "mp4")).stream()
            .map(line -> line.at("/format/container").asText())
            .toList();

    assertThat(containers).hasSize(COUNT / 2).containsOnly("mp4");
  }

  @ParameterizedTest
  @CsvSource({
    "format, xml, 'csv or ndjson'",
    "limit, 5, an export has all videos",
    "after, nonsense, first page",
    "container, floppy, must be one of",
  })
  void refusesInvalidParameters(String name, String value, String reason) {
    admin
        .request()
        .queryParam(name, value)
        .get("/api/videos/export")
        .then()
        .statusCode(400)
        .body("detail", containsString(reason));
  }

  @Test
  void creatorsExportTheirOwnVideos() {
    var own = exportAs("creator", Map.of("q", "exported", "sort", "size"));
    assertThat(lines(own)).hasSize(COUNT + 1);
    assertThat(lines(exportAs("creator", Map.of("q", "exported", "mine", "true"))))
        .hasSize(COUNT + 1);

    assertThat(lines(exportAs("creator2", Map.of("q", "exported")))).hasSize(1);
    assertThat(lines(exportAs("creator2", Map.of("q", "exported", "owner", "creator")))).hasSize(1);
    execute("update video set visibility = 'PUBLIC' where object_key = 'videos/exported/7'");
    assertThat(lines(exportAs("creator2", Map.of("visibility", "public", "q", "exported"))))
        .hasSize(1);
    assertThat(lines(exportAs("admin", Map.of("q", "exported", "mine", "true")))).hasSize(1);
    assertThat(exportAs("creator", Map.of("mine", "true", "owner", "creator")).statusCode())
        .isEqualTo(400);
  }

  @Test
  void creatorsHaveOneExportEachAndTwoTogether() throws IOException {
    execute(
        "insert into video (id, bucket, object_key, generation, latest, owner, title, file_name,"
            + " status, visibility, size, etag, stored_at, stored_by, catalogued_at, description,"
            + " version) select translate(substr(md5('y' || i), 1, 25), '0189', 'ghij') || 'a',"
            + " 'slipway-videos', 'videos/of-another/' || i, 1, true, 'creator2', 'Other', 'f',"
            + " 'READY', 'PRIVATE', i, 'e', now(), 'NOTIFICATION', now(), repeat('long ', 1000), 0"
            + " from generate_series(1, 1500) i");
    var path = "/api/videos/export?format=ndjson";
    var third = ApiClient.with(TestAccount.with(Role.CREATOR).logIn("Firefox/140.0 (Linux)"));
    var stalled = new ArrayList<Socket>();
    try {
      stalled.add(StalledDownload.await(address.getPort(), path, ApiClient.as("creator")));
      assertTooMany(ApiClient.as("creator"), "Another export of this account");
      stalled.add(StalledDownload.await(address.getPort(), path, ApiClient.as("creator2")));
      assertTooMany(third, "already sending 2 exports");
      for (var i = 0; i < Exports.MAX_CONCURRENT; i++) {
        stalled.add(StalledDownload.await(address.getPort(), path, admin));
      }
      assertTooMany(admin, "already sending 4 exports");
    } finally {
      for (var client : stalled) {
        client.close();
      }
    }
    for (var client : List.of(ApiClient.as("creator"), third, admin)) {
      Eventually.holds("the places are free again", () -> exportStatus(client) == 200);
    }
  }

  private static int exportStatus(ApiClient client) {
    return client.request().get("/api/videos/export?q=none-has-this").statusCode();
  }

  private static void assertTooMany(ApiClient client, String reason) {
    client
        .request()
        .get("/api/videos/export")
        .then()
        .statusCode(429)
        .header("Retry-After", "30")
        .body("detail", containsString(reason));
  }

  @Test
  void isForCreatorsOnly() {
    ApiClient.as("viewer").request().get("/api/videos/export").then().statusCode(403);
    ApiClient.anonymous().request().get("/api/videos/export").then().statusCode(401);
  }

  @Test
  void isInTheAuditLog() {
    export(Map.of("q", "exported", "container", "mp4", "sort", "size"));

    var entry = admin.request().get("/api/audit?action=videos.exported&limit=1").jsonPath();
    assertThat(entry.getString("items[0].actor")).isEqualTo("admin");
    assertThat(entry.getString("items[0].detail"))
        .isEqualTo("CSV, q=exported&format=mp4, sort=size");
  }

  @Test
  void headGetsTheHeadersAndExportsNothing() {
    var path = "/api/videos/export?q=nobody-exports-this&format=ndjson";
    for (var caller : List.of(admin, ApiClient.as("creator"))) {
      caller
          .request()
          .head(path)
          .then()
          .statusCode(200)
          .header("Content-Type", "application/x-ndjson")
          .header(
              "Content-Disposition", "attachment; filename=\"videos-nobody-exports-this.ndjson\"");
    }
    admin.request().head("/api/videos/export?format=xml").then().statusCode(400);

    var entry = admin.request().get("/api/audit?action=videos.exported&limit=1").jsonPath();
    assertThat(String.valueOf(entry.getString("items[0].detail"))).doesNotContain("nobody");
  }

  @Test
  void thePageLinksToTheExportOfItsFilter() {
    var ofCreator =
        ApiClient.as("creator")
            .request()
            .get("/videos/mine?q=exported&format=mp4&sort=-size")
            .then()
            .extract()
            .asString();
    assertThat(ofCreator)
        .contains(
            "/api/videos/export?mine=true&amp;q=exported&amp;container=mp4&amp;sort=-size&amp;");
    var page =
        admin
            .request()
            .get("/admin/videos?format=mp4&sort=-size&limit=25")
            .then()
            .extract()
            .asString();

    assertThat(page)
        .contains("/api/videos/export?format=csv&amp;container=mp4&amp;sort=-size\"")
        .contains("/api/videos/export?format=ndjson&amp;container=mp4&amp;sort=-size\"");
  }

  private List<JsonNode> ndjson(Map<String, String> query) {
    var response =
        admin.request().queryParam("format", "ndjson").queryParams(query).get("/api/videos/export");
    assertThat(response.contentType()).isEqualTo("application/x-ndjson");
    return lines(response).stream().map(VideoExportTest::parse).toList();
  }

  private static JsonNode parse(String line) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new AssertionError("Not JSON: " + line, e);
    }
  }

  private Response export(Map<String, String> query) {
    return exportAs("admin", query);
  }

  private static Response exportAs(String account, Map<String, String> query) {
    var response = ApiClient.as(account).request().queryParams(query).get("/api/videos/export");
    // One that isn't read keeps its place.
    response.asByteArray();
    return response;
  }

  private static List<String> lines(Response response) {
    return response.asString().lines().toList();
  }

  private static void execute(String sql) {
    QuarkusTransaction.requiringNew()
        .run(() -> Video.getEntityManager().createNativeQuery(sql).executeUpdate());
  }
}
