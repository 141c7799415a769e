package dev.slipway.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.benchmark.CountingConnection;
import dev.slipway.benchmark.PackagedApplication;
import dev.slipway.testing.Mp4;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Sends small files to the store and looks until each is a video. */
final class SmallFileUploader implements AutoCloseable {
  private static final byte[] FILE = Mp4.bytes(16 << 10, 1);
  private static final String OPEN =
      """
      {"fileName":"clip.mp4","contentType":"video/mp4","size":%d}"""
          .formatted(FILE.length);

  /** Far more than it takes where notifications come at all. */
  private static final Duration LONGEST = Duration.ofSeconds(60);

  /** Without a pause the callers would take the processors from what they wait for. */
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(5);

  private final CountingConnection api;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  SmallFileUploader(PackagedApplication application) {
    this.api = application.connect();
  }

  /** Says to the application that the file is there, as the page does. */
  VisibleVideo uploadAndComplete() throws IOException, InterruptedException {
    var upload = open();
    var stored = put(upload);
    var id = upload.get("id").asText();
    api.send("PUT", "/api/uploads/" + id + "/completion", "{}").expect(200);
    return see(upload, stored);
  }

  /** Leaves it to the store to say so. */
  VisibleVideo uploadOnly() throws IOException, InterruptedException {
    var upload = open();
    return see(upload, put(upload));
  }

  @Override
  public void close() {
    api.close();
  }

  private JsonNode open() {
    return api.send("POST", "/api/uploads", OPEN).expect(201).json();
  }

  /** When the store had answered, by {@link System#nanoTime}. */
  private long put(JsonNode upload) throws IOException, InterruptedException {
    var put = upload.get("put");
    var request = HttpRequest.newBuilder(URI.create(put.get("url").asText()));
    put.get("headers")
        .fields()
        .forEachRemaining(header -> request.header(header.getKey(), header.getValue().asText()));
    var answer =
        http.send(
            request.PUT(HttpRequest.BodyPublishers.ofByteArray(FILE)).build(),
            HttpResponse.BodyHandlers.ofString());
    var answered = System.nanoTime();
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(answer.statusCode() + " " + answer.body());
    }
    return answered;
  }

  private VisibleVideo see(JsonNode upload, long stored) {
    var path = "/api/videos/" + upload.get("id").asText();
    while (api.send("GET", path, "").status() != 200) {
      if (System.nanoTime() - stored > LONGEST.toNanos()) {
        throw new IllegalStateException(
            "No video after %s: do the store's notifications reach the application?"
                .formatted(LONGEST));
      }
      LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
    }
    return new VisibleVideo(upload.get("key").asText(), (System.nanoTime() - stored) / 1e6);
  }

  /**
   * @param millis from the store's answer to the application's
   */
  record VisibleVideo(String key, double millis) {}
}
