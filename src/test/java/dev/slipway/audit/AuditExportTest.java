package dev.slipway.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.account.Role;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Asvs;
import dev.slipway.testing.Eventually;
import dev.slipway.testing.StalledDownload;
import dev.slipway.testing.TestAccount;
import dev.slipway.web.export.Exports;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Exports the audit log as CSV and as lines of JSON. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class AuditExportTest {
  /** Entries that are older than the retention would keep its test busy for half a minute. */
  private static final Instant START = Instant.now().minus(Duration.ofDays(300));

  private static final String ACTOR = "export-actor";
  private static final int COUNT = 2_500;

  /** Large entries, more than the buffers of a connection can take. */
  private static final int STALLED = 16_000;

  @TestHTTPResource("/")
  URL address;

  private final ApiClient admin = ApiClient.as("admin");

  @BeforeAll
  static void addEntries() {
    AuditRows.addMany(START, ACTOR, "export.done", COUNT);
  }

  @Test
  void exportsEverythingThatTheFilterSelects() {
    var lines = ndjson(Map.of("actor", ACTOR)).lines().toList();

    assertThat(lines).hasSize(COUNT).doesNotHaveDuplicates();
    assertThat(JsonPath.from(lines.get(0)).getString("subject")).isEqualTo("e" + (COUNT - 1));
    assertThat(JsonPath.from(lines.get(COUNT - 1)).getString("subject")).isEqualTo("e0");
  }

  @Test
  void continuesAfterTheLastCompleteLine() {
    var lines = ndjson(Map.of("actor", ACTOR)).lines().toList();
    var cursor = JsonPath.from(lines.get(1_234)).getString("cursor");

    var rest = ndjson(Map.of("actor", ACTOR, "after", cursor)).lines().toList();

    assertThat(rest).containsExactlyElementsOf(lines.subList(1_235, COUNT));
  }

  @Test
  @Asvs("1.2.10")
  void csvHasAHeaderAndNoFormulas() {
    var actor = "csv-actor";
    AuditRows.add(START, actor, "csv.done", "=1+1", "a \"quoted\", text\nwith ünicode");
    AuditRows.add(START.plusSeconds(1), actor, "csv.done", "-2", "@SUM(A1)");

    var response = export(Map.of("actor", actor));

    assertThat(response.contentType()).isEqualTo("text/csv; charset=UTF-8; header=present");
    assertThat(response.header("Content-Disposition"))
        .isEqualTo("attachment; filename=\"audit.csv\"");
    var text = new String(response.asByteArray(), StandardCharsets.UTF_8);
    assertThat(text)
        .startsWith("id,at,actor,action,subjectType,subject,detail,address,traceId,cursor\r\n")
        .contains(",csv-actor,csv.done,other,'=1+1,\"a \"\"quoted\"\", text\nwith ünicode\",,,")
        .contains(",csv-actor,csv.done,other,'-2,'@SUM(A1),,,")
        .endsWith("\r\n");
  }

  @Test
  void anExportIsItselfAnEntry() {
    var before = AuditRows.of("audit.exported", "audit").size();

    export(Map.of("actor", ACTOR, "action", "nothing.here"));

    assertThat(AuditRows.of("audit.exported", "audit"))
        .hasSize(before + 1)
        .last()
        .extracting(AuditEntry::actor, AuditEntry::detail)
        .containsExactly("admin", "CSV, actor export-actor, action nothing.here");
  }

  @Test
  void headGetsTheHeadersAndExportsNothing() {
    var before = AuditRows.of("audit.exported", "audit").size();

    var response = admin.request().head("/api/audit/export");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.header("Content-Disposition"))
        .isEqualTo("attachment; filename=\"audit.csv\"");
    assertThat(AuditRows.of("audit.exported", "audit")).hasSize(before);
  }

  @Test
  void theEntryOfAContinuedExportSaysSo() {
    var cursor = admin.request().get("/api/audit?limit=1").jsonPath().getString("next");

    export(Map.of("address", "192.0.2.99", "after", cursor)).then().statusCode(200);

    assertThat(AuditRows.of("audit.exported", "audit"))
        .last()
        .extracting(AuditEntry::detail)
        .isEqualTo("CSV, address 192.0.2.99, continued");
  }

  /** More entries than are searched at once have no such word. */
  @Test
  void searchesWordsInAnyNumberOfEntries() {
    AuditRows.addMany(START.plusSeconds(100_000), "words-actor", "words.done", 12_000);
    AuditRows.add(START, "words-actor", "words.done", "first", "a rare quokka");
    AuditRows.add(START.plusSeconds(500_000), "words-actor", "words.done", "last", "Rare quokka");

    for (var action : new String[] {"words.done", "words."}) {
      var lines = ndjson(Map.of("action", action, "q", "quokka rare")).lines().toList();
      assertThat(lines).hasSize(2);
      assertThat(JsonPath.from(lines.get(0)).getString("subject")).isEqualTo("last");
      assertThat(JsonPath.from(lines.get(1)).getString("subject")).isEqualTo("first");
    }
  }

  @Test
  void rejectsAnUnknownFormat() {
    admin.request().get("/api/audit/export?format=xml").then().statusCode(400);
  }

  /**
   * Neither does a client that leaves keep a place, nor one that doesn't read a thread for ever.
   */
  @Test
  @Asvs("2.4.1")
  void limitsConcurrentExportsAndFreesTheirPlaces() throws Exception {
    // Before the first client, which is disconnected if it doesn't read for a while.
    AuditRows.addLarge("stalled-export", STALLED);
    var clients = new ArrayList<Socket>();
    try {
      for (var i = 0; i < Exports.MAX_CONCURRENT; i++) {
        clients.add(stalledExport(admin));
      }
      Eventually.holds("all places are taken", () -> exportStatus() == 429);
    } finally {
      for (var client : clients) {
        client.close();
      }
    }
    Eventually.holds("the places are free again", () -> exportStatus() == 200);
  }

  /** Otherwise a dismissed administrator could read on for hours. */
  @Test
  @Asvs("7.4.5")
  void endsWhenTheAccountLosesItsRights() throws Exception {
    var account = TestAccount.with(Role.ADMIN);
    var reader = ApiClient.with(account.logIn("Firefox/140.0 (Linux)"));
    AuditRows.addLarge("stalled-export", STALLED);
    try (var client = stalledExport(reader)) {
      var input = client.getInputStream();
      setRole(account, "creator");
      client.setSoTimeout(30_000);
      // The last chunk of a complete response is empty.
      assertThat(readToTheEnd(input)).doesNotEndWith("\r\n0\r\n\r\n");
    }
    takeAndFreeAllPlaces();
  }

  @Test
  @Asvs("7.4.5")
  void endsWhenItsTokenIsRevoked() throws Exception {
    var token =
        admin
            .request()
            .contentType("application/json")
            .body(Map.of("name", "export"))
            .post("/api/tokens")
            .jsonPath();
    AuditRows.addLarge("stalled-export", STALLED);
    try (var client = stalledExport(ApiClient.withToken(token.getString("token")))) {
      var input = client.getInputStream();
      admin.request().delete("/api/tokens/{id}", token.getString("id")).then().statusCode(204);
      client.setSoTimeout(30_000);
      assertThat(readToTheEnd(input)).doesNotEndWith("\r\n0\r\n\r\n");
    }
    takeAndFreeAllPlaces();
  }

  private void takeAndFreeAllPlaces() throws IOException {
    var clients = new ArrayList<Socket>();
    try {
      for (var i = 0; i < Exports.MAX_CONCURRENT; i++) {
        clients.add(stalledExport(admin));
      }
    } finally {
      for (var client : clients) {
        client.close();
      }
    }
  }

  /** What arrives until the connection ends, whether it is closed or reset. */
  private static String readToTheEnd(InputStream input) {
    var sent = new ByteArrayOutputStream();
    try {
      input.transferTo(sent);
    } catch (SocketException reset) {
      // The response is incomplete, as expected.
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
    return sent.toString(StandardCharsets.UTF_8);
  }

  private void setRole(TestAccount account, String role) {
    admin
        .request()
        .contentType("application/json")
        .body(Map.of("role", role))
        .patch("/api/accounts/{name}", account.name())
        .then()
        .statusCode(200);
  }

  /** Asks for far more than the buffers hold, and reads nothing. */
  private Socket stalledExport(ApiClient reader) {
    return StalledDownload.await(
        address.getPort(), "/api/audit/export?actor=stalled-export", reader);
  }

  private int exportStatus() {
    return export(Map.of("actor", "nobody")).statusCode();
  }

  private String ndjson(Map<String, String> query) {
    var response =
        admin.request().queryParam("format", "ndjson").queryParams(query).get("/api/audit/export");
    assertThat(response.contentType()).isEqualTo("application/x-ndjson");
    return new String(response.asByteArray(), StandardCharsets.UTF_8);
  }

  private Response export(Map<String, String> query) {
    return admin.request().queryParams(query).get("/api/audit/export");
  }
}
