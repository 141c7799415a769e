package dev.slipway.testing;

import static io.restassured.RestAssured.given;

import dev.slipway.storage.Sha256;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** A client of the API that uploads files as the upload page does, in a session of its account. */
public final class ApiClient {
  private final String name;
  private final Map<String, String> headers;
  private Map<String, String> cookies;

  private ApiClient(String name, Map<String, String> cookies, Map<String, String> headers) {
    this.name = name;
    this.cookies = cookies;
    this.headers = headers;
  }

  /** A client with a demo account, whose session it shares with other tests. */
  public static ApiClient as(String name) {
    return new ApiClient(name, null, Map.of());
  }

  /** A client with a session of its own. */
  public static ApiClient with(Map<String, String> cookies) {
    return new ApiClient("", cookies, Map.of());
  }

  /** A client with an API token. */
  public static ApiClient withToken(String token) {
    return new ApiClient("", Map.of(), Map.of("Authorization", "Bearer " + token));
  }

  /** A client that is not logged in. */
  public static ApiClient anonymous() {
    return new ApiClient("", Map.of(), Map.of());
  }

  /**
   * Returns a request with the session cookie or token that follows no redirects. Its response must
   * be documented: see {@link DocumentedStatuses}.
   */
  public RequestSpecification request() {
    return given()
        .redirects()
        .follow(false)
        .cookies(cookies())
        .headers(headers)
        .filter(DocumentedStatuses.FILTER);
  }

  /** Returns the Cookie header, for tests that send requests in another way. */
  public String cookieHeader() {
    return cookies().entrySet().stream()
        .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
        .collect(Collectors.joining("; "));
  }

  /** Returns the headers that authenticate, for tests that send requests in another way. */
  public Map<String, String> authenticationHeaders() {
    return cookies().isEmpty() ? headers : Map.of("Cookie", cookieHeader());
  }

  /** Opens an upload of these bytes with their checksum. */
  public JsonPath open(String fileName, String contentType, byte[] bytes) {
    Map<String, Object> body = new HashMap<>();
    body.put("fileName", fileName);
    body.put("contentType", contentType);
    body.put("size", bytes.length);
    body.put("checksumSha256", sha256(bytes));
    return request()
        .contentType(ContentType.JSON)
        .body(body)
        .post("/api/uploads")
        .then()
        .statusCode(201)
        .extract()
        .jsonPath();
  }

  /** Opens an upload and puts the bytes to its URL, but doesn't complete it; returns the id. */
  public String put(String fileName, byte[] bytes) {
    var upload = open(fileName, "video/mp4", bytes);
    var status = SignedStoreRequest.of(upload).send(bytes);
    if (status != 200) {
      throw new AssertionError("The store answered " + status);
    }
    return upload.getString("id");
  }

  /** Opens an upload, puts the bytes and completes it. */
  public JsonPath upload(String fileName, byte[] bytes) {
    return complete(put(fileName, bytes));
  }

  public JsonPath complete(String id) {
    return request()
        .put("/api/uploads/{id}/completion", id)
        .then()
        .statusCode(200)
        .extract()
        .jsonPath();
  }

  private Map<String, String> cookies() {
    if (cookies == null) {
      cookies = SharedSessions.cookiesOf(name);
    }
    return cookies;
  }

  public static String sha256(byte[] bytes) {
    return Sha256.base64(bytes);
  }
}
