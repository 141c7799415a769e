package dev.slipway.uploads;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.benchmark.Wire;
import dev.slipway.testing.Caller;
import dev.slipway.testing.Mp4;
import dev.slipway.uploads.multipart.PartPlan;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Uploads a file in parts as the page does, signing sixteen at a time. The file is made up: the
 * same bytes in every part.
 */
final class MultipartUploader {
  private static final int BATCH = 16;

  private final Wire api;
  private final PartTarget target;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  MultipartUploader(Wire api, PartTarget target) {
    this.api = api;
    this.target = target;
  }

  /** Returns the object's key. */
  String upload(long size) throws IOException, InterruptedException {
    var request =
        """
        {"fileName":"film.mp4","contentType":"video/mp4","size":%d}"""
            .formatted(size);
    var upload = api.send("POST", "/api/uploads", request).expect(201).json();
    var path = "/api/uploads/" + upload.get("id").asText();
    var plan = new PartPlan(size, upload.get("partSize").asLong());
    for (var first = 1; first <= plan.count(); first += BATCH) {
      put(path, plan, first, Math.min(first + BATCH - 1, plan.count()));
    }
    api.send("PUT", path + "/completion", "{}").expect(200);
    return upload.get("key").asText();
  }

  private void put(String path, PartPlan plan, int first, int last)
      throws IOException, InterruptedException {
    var parts =
        IntStream.rangeClosed(first, last)
            .mapToObj(number -> part(number, bytes(plan, number)))
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
    var answer =
        http.send(
            request.PUT(HttpRequest.BodyPublishers.ofByteArray(bytes)).build(),
            HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(answer.statusCode() + " " + answer.body());
    }
  }

  private static String part(int number, byte[] bytes) {
    return """
        {"number":%d,"size":%d,"checksumSha256":"%s"}"""
        .formatted(number, bytes.length, Caller.sha256(bytes));
  }

  private static byte[] bytes(PartPlan plan, int number) {
    return Mp4.bytes((int) plan.sizeOf(number), 1);
  }

  /** Where the bytes of a part are sent. */
  interface PartTarget {
    HttpRequest.Builder request(String url);
  }
}
