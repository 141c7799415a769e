package dev.slipway.web.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.lessThan;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class QueryParameterFilterTest {
  private static final List<String> LISTS =
      List.of(
          "/api/videos",
          "/api/uploads",
          "/api/tokens",
          "/api/notifications",
          "/api/reconciliations",
          "/api/reconciliations/1/drift",
          "/api/doctor",
          "/api/me");

  private final ApiClient admin = ApiClient.as("admin");

  @Test
  void rejectsUnknownParametersOfEveryList() {
    for (var address : LISTS) {
      for (var name : List.of("query", "Status", "status ", "limits", "x%0d%0ay", "")) {
        admin
            .request()
            .urlEncodingEnabled(false)
            .get(address + "?" + name.replace(" ", "%20") + "=ready")
            .then()
            .statusCode(400)
            .body("code", equalTo("invalid-request"));
      }
    }
  }

  @Test
  void unknownAddressWithAQueryIsNotFound() {
    admin
        .request()
        .get("/api/video?status=ready")
        .then()
        .statusCode(404)
        .body("code", equalTo("not-found"));
  }

  @Test
  void namesTheParameterAndListsTheKnownOnes() {
    ApiClient.anonymous()
        .request()
        .get("/api/videos?status=ready&colour=red")
        .then()
        .statusCode(400)
        .body(
            "detail",
            equalTo(
                "Unknown query parameter 'colour'. Use: after, at, before, codec, format, from,"
                    + " job, limit, maxDuration, maxSize, minDuration, minLag, minSize, mine,"
                    + " missing, orphan, owner, q, reason, sort, status, tag, to, trash, type, visibility."));
    admin
        .request()
        .delete("/api/tokens/" + "a".repeat(26) + "?force=true")
        .then()
        .statusCode(400)
        .body("detail", containsString("'force'"));
  }

  @Test
  void rejectsRepeatedParameters() {
    admin
        .request()
        .get("/api/videos?status=ready&status=rejected")
        .then()
        .statusCode(400)
        .body("detail", equalTo("'status' must be given only once."));
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /api/videos?mine=, mine",
    "GET, /api/videos?trash=, trash",
    "GET, /api/videos?orphan=, orphan",
    "GET, /api/videos?missing=%20, missing",
    "GET, /api/videos/export?format=csv&trash, trash",
    "DELETE, /api/videos/none?permanently=, permanently",
    "DELETE, /api/videos/none?permanently, permanently",
    "DELETE, /api/videos/none?permanently=yes, permanently"
  })
  void rejectsFlagsThatAreNeitherTrueNorFalse(String method, String address, String flag) {
    admin
        .request()
        .urlEncodingEnabled(false)
        .request(method, address)
        .then()
        .statusCode(400)
        .body("code", equalTo("invalid-request"))
        .body("detail", equalTo("'%s' must be true or false.".formatted(flag)));
  }

  @ParameterizedTest
  @CsvSource({
    "/api/videos?q=ready&status=, status",
    "/api/videos/export?owner=%09, owner",
    "/api/uploads?status=, status",
    "/api/audit?actor=, actor",
    "/api/accounts?role=, role",
    "/api/reconciliations/1/drift?kind=, kind",
  })
  void rejectsParametersWithoutAValue(String address, String name) {
    admin
        .request()
        .urlEncodingEnabled(false)
        .get(address)
        .then()
        .statusCode(400)
        .body("code", equalTo("invalid-request"))
        .body(
            "detail", equalTo("'%s' has no value. Give it one, or leave it out.".formatted(name)));
  }

  @Test
  void acceptsTheFirstPageInTheUsualOrderAsEmptyParameters() {
    admin.request().get("/api/videos?q=&after=&before=&sort=&limit=").then().statusCode(200);
  }

  /** Forms send their empty fields. */
  @Test
  void pagesAcceptEmptyFilters() {
    admin
        .request()
        .get("/admin/videos?q=&status=&minSize=&orphan=&missing=")
        .then()
        .statusCode(lessThan(400));
    admin.request().get("/videos/mine?q=&visibility=").then().statusCode(200);
    admin.request().get("/admin/audit?actor=&from=").then().statusCode(lessThan(400));
  }

  @Test
  void pagesIgnoreUnknownParameters() {
    ApiClient.anonymous().request().get("/videos?utm_source=mail").then().statusCode(200);
  }

  @Test
  void malformedCursorsAreInvalidRequests() {
    for (var address :
        List.of(
            "/api/videos?after=",
            "/api/notifications?after=",
            "/api/reconciliations/1/drift?after=",
            "/videos?after=",
            "/admin/videos?after=",
            "/admin/drift?after=",
            "/admin/inbox?after=")) {
      for (var cursor :
          List.of(
              "%00",
              "%ff",
              "-",
              "9223372036854775808",
              "1e3",
              "%F0%9F%8E%AC",
              "a".repeat(2000),
              "LTkyMjMzNzIwMzY4NTQ3NzU4MDguYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWE")) {
        admin.request().urlEncodingEnabled(false).get(address + cursor).then().statusCode(400);
      }
    }
  }

  /** RestAssured can't send it. */
  @Test
  void malformedEncodingIsAnInvalidRequest() throws Exception {
    for (var address : List.of("/api/videos", "/videos")) {
      var url = URI.create("http://127.0.0.1:" + RestAssured.port).toURL();
      try (var socket = new Socket(url.getHost(), url.getPort())) {
        var head = "GET %s?after=%%zz HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n";
        socket
            .getOutputStream()
            .write(head.formatted(address, url.getAuthority()).getBytes(StandardCharsets.US_ASCII));
        assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
            .startsWith("HTTP/1.1 400 ");
      }
    }
  }

  @Test
  void extremeNumbersAreEmptyPages() {
    for (var cursor : List.of("9223372036854775807", "-9223372036854775808", "0")) {
      for (var address :
          List.of("/api/notifications?after=", "/admin/inbox?after=", "/admin/drift?after=")) {
        admin.request().get(address + cursor).then().statusCode(200);
      }
    }
  }
}
