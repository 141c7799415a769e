package dev.slipway.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.benchmark.CountingConnection;
import dev.slipway.benchmark.PackagedApplication;
import dev.slipway.testing.Mp4Header;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Uploads small files, and polls until each is visible as a video. */
final class SmallFileUploader implements AutoCloseable {
  private static final byte[] FILE = Mp4Header.bytes(16 << 10, 1);
  private static final String OPEN =
      """
      {"fileName":"clip.mp4","contentType":"video/mp4","size":%d}\
      """
          .formatted(FILE.length);

  /** Far longer than a notification takes. */
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  /** Without a pause, polling would compete with the application for the processors. */
  private static final Duration POLL_INTERVAL = Duration.ofMillis(5);

  private final CountingConnection api;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  SmallFileUploader(PackagedApplication application) {
    this.api = application.connect();
  }

  /** Uploads a file and completes the upload, like the upload page. */
  VisibleVideo uploadAndComplete() throws IOException, InterruptedException {
    var upload = open();
    var storedAt = put(upload);
    var id = upload.get("id").asText();
    api.send("PUT", "/api/uploads/" + id + "/completion", "{}").expect(200);
    return awaitVideo(upload, storedAt);
  }

  /** Uploads a file; only the store's notification reports it. */
  VisibleVideo uploadOnly() throws IOException, InterruptedException {
    var upload = open();
    return awaitVideo(upload, put(upload));
  }

  @Override
  public void close() {
    api.close();
  }

  private JsonNode open() {
    return api.send("POST", "/api/uploads", OPEN).expect(201).json();
  }

  /** Returns the {@link System#nanoTime} of the store's response. */
  private long put(JsonNode upload) throws IOException, InterruptedException {
    var put = upload.get("put");
    var request = HttpRequest.newBuilder(URI.create(put.get("url").asText()));
    put.get("headers")
        .fields()
        .forEachRemaining(header -> request.header(header.getKey(), header.getValue().asText()));
    var response =
        http.send(
            request.PUT(HttpRequest.BodyPublishers.ofByteArray(FILE)).build(),
            HttpResponse.BodyHandlers.ofString());
    var respondedAt = System.nanoTime();
    if (response.statusCode() != 200) {
      throw new IllegalStateException(response.statusCode() + " " + response.body());
    }
    return respondedAt;
  }

  private VisibleVideo awaitVideo(JsonNode upload, long storedAt) {
    var path = "/api/videos/" + upload.get("id").asText();
    while (api.send("GET", path, "").status() != 200) {
      if (System.nanoTime() - storedAt > TIMEOUT.toNanos()) {
        throw new IllegalStateException(
            "No video after %s. Do the store's notifications reach the application?"
                .formatted(TIMEOUT));
      }
      LockSupport.parkNanos(POLL_INTERVAL.toNanos());
    }
    return new VisibleVideo(upload.get("key").asText(), (System.nanoTime() - storedAt) / 1e6);
  }

  /**
   * @param millis from the store's response until the video is visible
   */
  record VisibleVideo(String key, double millis) {}
}
