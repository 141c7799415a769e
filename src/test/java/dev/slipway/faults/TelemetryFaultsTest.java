package dev.slipway.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.testing.Eventually;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** With JSON log, access log and traces enabled, they contain ids for diagnosis and no secrets. */
@Tag("faults")
@Tag("quick")
class TelemetryFaultsTest {
  private static final Duration TIMEOUT = Duration.ofMinutes(1);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";
  private static final OtlpTraceReceiver RECEIVER = new OtlpTraceReceiver();

  @RegisterExtension
  static final Stack STACK =
      Stack.with(
          Map.of(
              "SLIPWAY_RECONCILE_EVERY", "0S",
              "QUARKUS_LOG_CONSOLE_JSON_ENABLED", "true",
              "QUARKUS_HTTP_ACCESS_LOG_ENABLED", "true",
              "QUARKUS_OTEL_SDK_DISABLED", "false",
              "QUARKUS_OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf",
              "QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT", RECEIVER.endpoint()));

  @AfterEach
  void restore() {
    STACK.storeProxy().restore();
  }

  @AfterAll
  static void close() {
    RECEIVER.close();
  }

  @Test
  @Fault("traces of an upload")
  void tracesAnUploadFromItsOpeningToItsNotification() throws Exception {
    var client = TolerantClient.of("creator", STACK.replica());
    var id = storeFile(client);
    client.complete(id).expect(200);

    Eventually.holds(
        "the spans of the notification have arrived",
        TIMEOUT,
        () -> findSpan("apply a notification") != null);
    Eventually.holds(
        "the spans of the upload have arrived",
        TIMEOUT,
        () -> spanNamesOf(id).containsAll(List.of("POST /api/uploads", "catalogue sync")));
    // The reconciliation of the start runs beside the upload, so its span may arrive later.
    Eventually.holds(
        "the spans of the store and the reconciliation have arrived",
        TIMEOUT,
        () -> spanNames().containsAll(List.of("store head", "store get", "reconcile")));
    // The completion or the notification caused the sync; the call to the store is part of it.
    var sync = findSpan("catalogue sync");
    assertThat(RECEIVER.spans())
        .anyMatch(
            span ->
                span.getName().equals("store head") && span.getTraceId().equals(sync.getTraceId()));
    // Database statements have spans too.
    assertThat(spanNames())
        .anyMatch(name -> name.startsWith("INSERT") || name.startsWith("insert"));
    assertThat(spansAsText()).doesNotContain("X-Amz-Signature").doesNotContain("creator-demo");
    STACK.reportResult("%d spans, %s", RECEIVER.spans().size(), String.join(", ", spanNamesOf(id)));
  }

  @Test
  @Fault("an error in the log")
  void logsUploadAndTraceIdOfAnError() throws Exception {
    var client = TolerantClient.of("creator", STACK.replica());
    var id =
        client.open(SmallUploads.uniqueBytes(), "clip.mp4").expect(201).json().get("id").asText();
    STACK.storeProxy().cut();

    var response =
        client.send(
            "PUT",
            "/api/uploads/" + id + "/completion",
            Map.of(),
            Map.of("traceparent", "00-" + TRACE_ID + "-b7ad6b7169203331-01"));

    assertThat(response.status()).isEqualTo(503);
    assertThat(response.headers()).containsEntry("x-request-id", TRACE_ID);
    var line =
        logLines().stream()
            .filter(candidate -> candidate.path("level").asText().equals("ERROR"))
            .filter(candidate -> candidate.at("/mdc/uploadId").asText().equals(id))
            .findFirst()
            .orElseThrow();
    assertThat(line.at("/mdc/traceId").asText()).isEqualTo(TRACE_ID);
    assertThat(line.at("/mdc/objectKey").asText()).isEqualTo("videos/" + id + "/source");
    STACK.reportResult("the ERROR line has upload id, object key and trace id");
  }

  @Test
  @Fault("secrets in the log")
  void neverLogsASecret() throws Exception {
    var client = TolerantClient.of("creator", STACK.replica());
    var id = storeFile(client);
    client.complete(id).expect(200);
    var play = client.post("/api/videos/" + id + "/urls", Map.of("operation", "play")).expect(201);
    var token =
        client.post("/api/tokens", Map.of("name", "a\nforged line")).expect(201).text("token");
    post("/notifications/s3?token=in-the-address", "Bearer wrong-token");
    var accessLines = countLines("/api/me");
    get("/api/me?secret=in-a-query", "Bearer slipway_wrong");
    Eventually.holds(
        "the access log contains the last request", () -> countLines("/api/me") > accessLines);

    var log = Files.readString(logFile());
    assertThat(play.text("url")).contains("X-Amz-Signature");
    assertThat(log)
        .contains("/api/me")
        .doesNotContain("X-Amz-Signature")
        .doesNotContain("X-Amz-Credential")
        .doesNotContain(token)
        .doesNotContain("slipway_session")
        .doesNotContain("creator-demo")
        .doesNotContain("wrong-token")
        .doesNotContain("slipway_wrong")
        .doesNotContain("in-a-query")
        .doesNotContain("in-the-address")
        .doesNotContain(WebhookRelay.TOKEN);
    // The line feed in the name of the token has not split a line.
    assertThat(logLines()).hasSizeGreaterThan(10);
    STACK.reportResult("%d lines, none with a signature, a token or a query", logLines().size());
  }

  private static String storeFile(TolerantClient client) throws IOException {
    var bytes = SmallUploads.uniqueBytes();
    var upload = client.open(bytes, "clip.mp4").expect(201).json();
    assertThat(client.put(upload.get("put"), bytes)).isEqualTo(200);
    STACK.acknowledged().add(upload.get("key").asText(), bytes);
    return upload.get("id").asText();
  }

  private static List<String> spanNames() {
    return RECEIVER.spans().stream().map(Span::getName).distinct().toList();
  }

  /** Returns the names of the spans that have the id of an upload as an attribute. */
  private static List<String> spanNamesOf(String id) {
    return RECEIVER.spans().stream()
        .filter(span -> span.getAttributesList().toString().contains(id))
        .map(Span::getName)
        .distinct()
        .toList();
  }

  private static Span findSpan(String name) {
    return RECEIVER.spans().stream()
        .filter(span -> span.getName().equals(name))
        .findFirst()
        .orElse(null);
  }

  private static String spansAsText() {
    return RECEIVER.spans().stream().map(Span::toString).collect(Collectors.joining());
  }

  private static Path logFile() {
    return Path.of("target", "faults", TelemetryFaultsTest.class.getSimpleName(), "replica-0.log");
  }

  /** Returns the lines of the application; the JVM writes another one before them. */
  private static List<JsonNode> logLines() throws IOException {
    try (var lines = Files.lines(logFile())) {
      return lines.filter(line -> line.startsWith("{")).map(TelemetryFaultsTest::parse).toList();
    }
  }

  private static long countLines(String text) {
    try (var lines = Files.lines(logFile())) {
      return lines.filter(line -> line.contains(text)).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode parse(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void post(String path, String authorization) throws Exception {
    send(request(path, authorization).POST(BodyPublishers.ofString("{}")).build());
  }

  private static void get(String path, String authorization) throws Exception {
    send(request(path, authorization).build());
  }

  private static HttpRequest.Builder request(String path, String authorization) {
    return HttpRequest.newBuilder(STACK.replica().origin().resolve(path))
        .header("Authorization", authorization);
  }

  private static HttpResponse<String> send(HttpRequest request) throws Exception {
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
  }
}
