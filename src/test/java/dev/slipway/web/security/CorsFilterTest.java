package dev.slipway.web.security;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Asvs;
import dev.slipway.testing.LowLimitsProfile;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Requests from pages of other origins, two of which are configured. */
@QuarkusTest
@TestProfile(LowLimitsProfile.class)
@WithTestResource(EmbeddedServicesResource.class)
class CorsFilterTest {
  private static final String ALLOW_ORIGIN = "Access-Control-Allow-Origin";

  @Test
  void allowsPreflightFromConfiguredOrigins() {
    for (var origin : List.of(LowLimitsProfile.STUDIO_ORIGIN, LowLimitsProfile.LOCAL_ORIGIN)) {
      var response = preflight(origin, "/api/uploads");
      response.then().statusCode(204).header(ALLOW_ORIGIN, origin);
      assertThat(response.getHeader("Access-Control-Allow-Methods"))
          .contains("GET", "POST", "PUT", "PATCH", "DELETE");
      assertThat(response.getHeader("Access-Control-Allow-Headers").toLowerCase())
          .contains("authorization", "content-type", "idempotency-key");
      response.then().header("Access-Control-Allow-Credentials", nullValue());
    }
  }

  @Test
  void allowsUploadsWithAToken() {
    var token =
        ApiClient.as("admin")
            .request()
            .contentType(ContentType.JSON)
            .body(Map.of("name", "studio"))
            .post("/api/tokens")
            .jsonPath()
            .getString("token");
    var response =
        given()
            .header("Origin", LowLimitsProfile.STUDIO_ORIGIN)
            .header("Sec-Fetch-Site", "cross-site")
            .auth()
            .oauth2(token)
            .contentType(ContentType.JSON)
            .body(Map.of("fileName", "a.mp4", "contentType", "video/mp4", "size", 1))
            .post("/api/uploads");

    response.then().statusCode(201).header(ALLOW_ORIGIN, LowLimitsProfile.STUDIO_ORIGIN);
    assertThat(response.getHeader("Access-Control-Expose-Headers"))
        .contains("Location", "Retry-After");
    assertThat(response.getHeader("Vary")).containsIgnoringCase("origin");
  }

  @Test
  void allowsImportsOfTheUploadClientOnly() {
    for (var path :
        List.of(
            "/uploads/client/upload.js",
            "/uploads/uppy/slipway.js",
            "/web/problem.js",
            "/web/json.js")) {
      get(path).statusCode(200).header(ALLOW_ORIGIN, LowLimitsProfile.STUDIO_ORIGIN);
    }
    get("/uploads/page.js").statusCode(200).header(ALLOW_ORIGIN, nullValue());
  }

  @Test
  @Asvs("3.5.2")
  void rejectsCrossOriginWritesWithoutAToken() {
    ApiClient.as("creator")
        .request()
        .header("Origin", LowLimitsProfile.STUDIO_ORIGIN)
        .header("Sec-Fetch-Site", "cross-site")
        .contentType(ContentType.JSON)
        .body(Map.of())
        .post("/api/uploads")
        .then()
        .statusCode(403)
        .header(ALLOW_ORIGIN, LowLimitsProfile.STUDIO_ORIGIN)
        .body("code", equalTo("cross-site-request"));
  }

  @Test
  @Asvs("3.4.2")
  void sendsNoCorsHeadersToOtherOrigins() {
    for (var origin :
        List.of(
            "https://evil.example", "https://studio.example.evil", "http://localhost", "null")) {
      preflight(origin, "/api/uploads").then().header(ALLOW_ORIGIN, nullValue());
      var response = given().header("Origin", origin).get("/api/videos");
      response.then().statusCode(200).header(ALLOW_ORIGIN, nullValue());
      assertThat(response.getHeader("Vary")).containsIgnoringCase("origin");
    }
  }

  @Test
  void sendsNoCorsHeadersForPages() {
    for (var path : List.of("/login", "/videos", "/tokens", "/notifications/s3")) {
      preflight(LowLimitsProfile.STUDIO_ORIGIN, path).then().header(ALLOW_ORIGIN, nullValue());
    }
  }

  @Test
  @Asvs("3.4.2")
  void acceptsExactOriginsOnly() {
    for (var origin : List.of("*", "null", "studio.example", "https://a.example/", "https://*.a")) {
      assertThatThrownBy(() -> new CorsFilter(() -> Optional.of(List.of(origin))))
          .hasMessageContaining("SLIPWAY_CORS_ORIGINS");
    }
  }

  private static ValidatableResponse get(String path) {
    return given().header("Origin", LowLimitsProfile.STUDIO_ORIGIN).get(path).then();
  }

  private static Response preflight(String origin, String path) {
    return given()
        .header("Origin", origin)
        .header("Access-Control-Request-Method", "POST")
        .header("Access-Control-Request-Headers", "authorization,content-type,idempotency-key")
        .options(path);
  }
}
