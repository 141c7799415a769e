package dev.slipway.lab.signature;

import static dev.slipway.lab.signature.InspectionClient.post;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.CapturedLog;
import dev.slipway.testing.Mp4Header;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The log contains no URL that someone inspects, so that its readers cannot use it. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class InspectionLogTest {
  private static final String SECRET = "a-pasted-secret";
  private static final String REQUEST =
      "curl -H 'Authorization: Bearer %s' '%s'".formatted(SECRET, AwsExample.URL);

  @Inject EntityManager entities;

  private final ApiClient creator = ApiClient.as("creator");
  private final CapturedLog log = CapturedLog.ofAll();
  private final CapturedLog ownDebugLog = CapturedLog.of("dev.slipway");

  @AfterEach
  void close() {
    ownDebugLog.close();
    log.close();
  }

  @Test
  void logsNoUrlThatIsInspected() {
    inspect(200, Map.of("url", AwsExample.URL, "answer", SECRET));
    inspect(200, Map.of("request", REQUEST));

    assertThatLogHasNone(AwsExample.SIGNATURE, "examplebucket", SECRET);
  }

  @Test
  void logsNoUrlThatIsRefused() {
    inspect(400, Map.of("url", AwsExample.URL, SECRET, SECRET));
    inspect(400, Map.of("url", "ftp" + AwsExample.URL));
    inspect(400, Map.of("url", AwsExample.URL, "headers", List.of(SECRET)));
    inspect(413, Map.of("url", AwsExample.URL + "&a=b".repeat(10_000)));
    inspect(413, Map.of("url", AwsExample.URL + "&a=b".repeat(1_000_000)));
    creator
        .request()
        .contentType(ContentType.JSON)
        .body("{\"url\": \"%s\", %s".formatted(AwsExample.URL, SECRET))
        .post("/api/lab/inspections")
        .then()
        .statusCode(400);

    assertThatLogHasNone(AwsExample.SIGNATURE, "examplebucket", SECRET);
  }

  @Test
  void logsNoUrlWhenTheInspectionFails() {
    var url = creator.open("clip.mp4", "video/mp4", Mp4Header.bytes(500, 1)).getString("put.url");
    execute("alter table upload rename to upload_renamed");
    try {
      inspect(500, Map.of("url", url, "request", REQUEST));
    } finally {
      execute("alter table upload_renamed rename to upload");
    }

    assertThat(log.all()).contains("WARN Failed: /api/lab/inspections");
    assertThatLogHasNone(url.substring(url.lastIndexOf('=') + 1), AwsExample.SIGNATURE, SECRET);
  }

  private void inspect(int status, Map<String, ?> body) {
    post(creator, body).then().statusCode(status);
  }

  private void assertThatLogHasNone(String... texts) {
    var logged = new ArrayList<String>();
    for (var lines : List.of(log, ownDebugLog)) {
      logged.addAll(lines.all());
      lines.errors().forEach(error -> logged.add(stackTrace(error)));
    }
    for (var text : texts) {
      assertThat(logged).noneMatch(line -> line.contains(text));
    }
  }

  private static String stackTrace(Throwable error) {
    var text = new StringWriter();
    error.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  private void execute(String sql) {
    QuarkusTransaction.requiringNew().run(() -> entities.createNativeQuery(sql).executeUpdate());
  }
}
