package dev.slipway.uploads;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.benchmark.CountingConnection;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Mp4Header;
import dev.slipway.uploads.multipart.PartPlan;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Uploads a generated file in parts, as the upload page does, and signs sixteen parts at a time.
 * All parts have the same bytes.
 */
final class MultipartUploader {
  private static final int BATCH_SIZE = 16;

  private final CountingConnection api;
  private final PartTarget target;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  MultipartUploader(CountingConnection api, PartTarget target) {
    this.api = api;
    this.target = target;
  }

  /** Uploads a file of a size and returns the key of its object. */
  String upload(long size) throws IOException, InterruptedException {
    var request =
        """
        {"fileName":"film.mp4","contentType":"video/mp4","size":%d}"""
            .formatted(size);
    var upload = api.send("POST", "/api/uploads", request).expect(201).json();
    var path = "/api/uploads/" + upload.get("id").asText();
    var plan = new PartPlan(size, upload.get("partSize").asLong());
    for (var first = 1; first <= plan.count(); first += BATCH_SIZE) {
      signAndPut(path, plan, first, Math.min(first + BATCH_SIZE - 1, plan.count()));
    }
    api.send("PUT", path + "/completion", "{}").expect(200);
    return upload.get("key").asText();
  }

  private void signAndPut(String path, PartPlan plan, int first, int last)
      throws IOException, InterruptedException {
    var parts =
        IntStream.rangeClosed(first, last)
            .mapToObj(number -> toJson(number, bytes(plan, number)))
            .collect(Collectors.joining(",", "{\"parts\":[", "]}"));
    var signed = api.send("POST", path + "/parts", parts).expect(200).json().get("parts");
    for (var part : signed) {
      put(part, bytes(plan, part.get("number").asInt()));
    }
  }

  private void put(JsonNode part, byte[] bytes) throws IOException, InterruptedException {
    var request = target.request(part.get("url").asText());
    part.get("headers")
        .fields()
        .forEachRemaining(header -> request.header(header.getKey(), header.getValue().asText()));
    var response =
        http.send(
            request.PUT(HttpRequest.BodyPublishers.ofByteArray(bytes)).build(),
            HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IllegalStateException(response.statusCode() + " " + response.body());
    }
  }

  private static String toJson(int number, byte[] bytes) {
    return """
        {"number":%d,"size":%d,"checksumSha256":"%s"}"""
        .formatted(number, bytes.length, ApiClient.sha256(bytes));
  }

  private static byte[] bytes(PartPlan plan, int number) {
    return Mp4Header.bytes((int) plan.sizeOf(number), 1);
  }

  /** Builds the request that sends a part: to the store, or through a proxy. */
  interface PartTarget {
    HttpRequest.Builder request(String url);
  }
}
