package dev.slipway.catalogue.share;

import static io.restassured.RestAssured.given;
import static io.restassured.http.ContentType.JSON;

import dev.slipway.testing.ApiClient;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.HashMap;
import java.util.Map;

/** A browser without an account that opens share links and keeps the cookies that it gets. */
final class ShareClient {
  private static final Map<String, String> NAVIGATION =
      Map.of("Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "document");

  final Map<String, String> cookies = new HashMap<>();

  /** Creates a link, and returns its path. */
  static String create(ApiClient owner, String videoId, Map<String, Object> terms) {
    return pathOf(post(owner, videoId, terms).statusCode(201).extract().path("url"));
  }

  static ValidatableResponse post(ApiClient caller, String videoId, Map<String, Object> terms) {
    return caller
        .request()
        .contentType(JSON)
        .body(terms)
        .post("/api/videos/{id}/shares", videoId)
        .then();
  }

  static String pathOf(String url) {
    return url.substring(url.indexOf("/share/"));
  }

  /** Follows a link as a person does, and remembers the cookies. */
  ValidatableResponse navigate(String path) {
    return remember(request().headers(NAVIGATION).get(path).then());
  }

  /** Presses the button of the page, with or without a password. */
  ValidatableResponse press(String path, String password) {
    return remember(request().formParam("password", password).post(path).then());
  }

  RequestSpecification request() {
    return given().redirects().follow(false).urlEncodingEnabled(false).cookies(cookies);
  }

  private ValidatableResponse remember(ValidatableResponse response) {
    cookies.putAll(response.extract().cookies());
    cookies.values().removeIf(String::isEmpty);
    return response;
  }
}
