package dev.slipway.testing;

import static io.restassured.http.ContentType.JSON;

import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A generated file that is uploaded in parts. Part 1 begins with the header of an MP4; all bytes of
 * another part are its number.
 */
public record MultipartTestFile(ApiClient caller, String id, long size, int partSize, int count) {
  /**
   * The smallest size that is uploaded in parts, plus one byte: four parts and a part of one byte.
   */
  public static final long SIZE = (64L << 20) + 1;

  public static MultipartTestFile open(ApiClient caller) {
    return open(caller, Map.of());
  }

  /** Opens an upload with additional JSON fields in the request. */
  public static MultipartTestFile open(ApiClient caller, Map<String, Object> fields) {
    Map<String, Object> request = new HashMap<>();
    request.put("fileName", "film.mp4");
    request.put("contentType", "video/mp4");
    request.put("size", SIZE);
    request.putAll(fields);
    var upload =
        caller
            .request()
            .contentType(JSON)
            .body(request)
            .post("/api/uploads")
            .then()
            .statusCode(201);
    return of(caller, upload.extract().jsonPath());
  }

  public static MultipartTestFile of(ApiClient caller, JsonPath upload) {
    return new MultipartTestFile(
        caller,
        upload.getString("id"),
        upload.getLong("size"),
        upload.getInt("partSize"),
        upload.getInt("partCount"));
  }

  public byte[] bytes(int number) {
    var length = (int) Math.min(partSize, size - (long) (number - 1) * partSize);
    if (number == 1) {
      return Mp4Header.bytes(length, 1);
    }
    var bytes = new byte[length];
    Arrays.fill(bytes, (byte) number);
    return bytes;
  }

  /** Returns the description of a part in the request for its URL. */
  public Map<String, Object> part(int number) {
    return part(number, bytes(number));
  }

  public static Map<String, Object> part(int number, byte[] bytes) {
    return Map.of(
        "number", number, "size", bytes.length, "checksumSha256", ApiClient.sha256(bytes));
  }

  public ValidatableResponse requestUrls(List<Map<String, Object>> parts) {
    return caller
        .request()
        .contentType(JSON)
        .body(Map.of("parts", parts))
        .post("/api/uploads/{id}/parts", id)
        .then();
  }

  public SignedStoreRequest sign(int number) {
    return sign(number, bytes(number));
  }

  public SignedStoreRequest sign(int number, byte[] bytes) {
    var signed = requestUrls(List.of(part(number, bytes))).statusCode(200).extract().jsonPath();
    return SignedStoreRequest.of(
        signed.getString("parts[0].url"), signed.getMap("parts[0].headers"));
  }

  public int put(int number) {
    return sign(number).send(bytes(number));
  }

  public void putAll() {
    IntStream.rangeClosed(1, count)
        .forEach(
            number -> {
              var status = put(number);
              if (status != 200) {
                throw new AssertionError("The store answered " + status + " to part " + number);
              }
            });
  }

  public ValidatableResponse complete() {
    return caller
        .request()
        .contentType(JSON)
        .body("{}")
        .put("/api/uploads/{id}/completion", id)
        .then();
  }

  public ValidatableResponse get() {
    return caller.request().get("/api/uploads/{id}", id).then();
  }
}
