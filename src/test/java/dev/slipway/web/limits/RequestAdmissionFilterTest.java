package dev.slipway.web.limits;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.Asvs;
import dev.slipway.testing.Eventually;
import dev.slipway.testing.LowLimitsProfile;
import dev.slipway.testing.MetricsScrape;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Fills the application with logins that wait for the lock of their address. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
@TestProfile(LowLimitsProfile.class)
@Asvs("15.2.2")
class RequestAdmissionFilterTest {
  private static final String ADDRESS = "127.0.0.1";
  private static final String OTHER_ADDRESS = "127.0.0.2";
  private static final String LOGIN =
      """
      POST /login HTTP/1.1\r
      Host: localhost\r
      Content-Type: application/x-www-form-urlencoded\r
      Content-Length: 21\r
      \r
      username=a&password=b\
      """;

  private static final String GET =
      """
      GET /api/me HTTP/1.1\r
      Host: localhost\r
      Connection: close\r
      \r
      """;

  private static final String TOO_LARGE =
      """
      POST /notifications/s3 HTTP/1.1\r
      Host: localhost\r
      Content-Type: application/json\r
      Content-Length: 16777217\r
      \r
      """;

  @Inject DataSource database;

  @Test
  @Asvs("2.4.1")
  void rejectsRequestsOverTheLimit() throws IOException, SQLException {
    var inFlight = new ArrayList<Socket>();
    try (var connection = database.getConnection()) {
      lock(connection, ADDRESS, OTHER_ADDRESS);
      send(inFlight, ADDRESS, LowLimitsProfile.REQUESTS_PER_ADDRESS);
      send(inFlight, OTHER_ADDRESS, LowLimitsProfile.REQUEST_LIMIT);
      awaitProgress(inFlight);

      given()
          .get("/api/me")
          .then()
          .statusCode(503)
          .header("Retry-After", "1")
          .header("X-Content-Type-Options", "nosniff")
          .contentType("application/problem+json")
          .body("code", equalTo("overloaded"));
      given()
          .accept("text/html")
          .get("/videos")
          .then()
          .statusCode(503)
          .contentType("text/html")
          .body(containsString("The server is overloaded"));
      assertThat(statusOf("/q/health/ready")).isEqualTo(200);
      given()
          .get("/q/metrics")
          .then()
          .body(containsString("slipway_requests_refused_total{reason=\"stopping\"} 0.0"))
          .body(
              matchesPattern(
                  "(?s).*slipway_requests_refused_total\\{reason=\"overloaded\"} [1-9].*"));
    } finally {
      for (var socket : inFlight) {
        socket.close();
      }
    }
    Eventually.holds("requests are accepted again", () -> statusOf("/api/me") == 401);
  }

  @Test
  @Asvs("2.4.1")
  void oneAddressLeavesRoomToOthers() throws IOException, SQLException {
    var inFlight = new ArrayList<Socket>();
    try (var connection = database.getConnection()) {
      lock(connection, ADDRESS);
      send(inFlight, ADDRESS, LowLimitsProfile.REQUESTS_PER_ADDRESS);
      awaitProgress(inFlight);

      given()
          .get("/api/me")
          .then()
          .statusCode(429)
          .header("Retry-After", "1")
          .body("code", equalTo("too-many-requests"));
      assertThat(given().post("/notifications/s3").statusCode())
          .as("notifications of the store are counted apart")
          .isEqualTo(401);
      try (var other = connect(OTHER_ADDRESS)) {
        send(other, GET);
        assertThat(new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
            .startsWith("HTTP/1.1 401");
      }
      given()
          .get("/q/metrics")
          .then()
          .body(
              matchesPattern(
                  "(?s).*slipway_requests_refused_total\\{reason=\"too-many-requests\"} [1-9].*"));
    } finally {
      for (var socket : inFlight) {
        socket.close();
      }
    }
    Eventually.holds("requests are accepted again", () -> statusOf("/api/me") == 401);
  }

  @Test
  void releasesPermitsOfOversizedBodies() throws IOException {
    for (var i = 0; i <= LowLimitsProfile.REQUEST_LIMIT; i++) {
      try (var socket = new Socket("localhost", RestAssured.port)) {
        socket.getOutputStream().write(TOO_LARGE.getBytes(StandardCharsets.US_ASCII));
        var response = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(response)
            .startsWith("HTTP/1.1 413")
            .containsIgnoringCase("x-content-type-options: nosniff");
      }
    }

    assertThat(statusOf("/api/me")).isEqualTo(401);
  }

  /** Takes the locks until the transaction of this connection ends. */
  private static void lock(Connection connection, String... addresses) throws SQLException {
    connection.setAutoCommit(false);
    try (var lock =
        connection.prepareStatement("select pg_advisory_xact_lock(hashtextextended(?, 0))")) {
      for (var address : addresses) {
        lock.setString(1, address);
        lock.execute();
      }
    }
  }

  /** Sends logins from one address until this many of its requests are in progress. */
  private static void send(List<Socket> inFlight, String address, int requests) throws IOException {
    while (inFlight.size() < requests) {
      var socket = connect(address);
      inFlight.add(socket);
      send(socket, LOGIN);
    }
  }

  private static void awaitProgress(List<Socket> inFlight) {
    // The request that reads the metric is one more.
    Eventually.holds(
        "all requests are in progress",
        () -> MetricsScrape.now().sum("http_server_active_requests") > inFlight.size());
  }

  private static Socket connect(String ownAddress) throws IOException {
    return new Socket(
        InetAddress.getByName(ADDRESS), RestAssured.port, InetAddress.getByName(ownAddress), 0);
  }

  private static void send(Socket socket, String request) throws IOException {
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
  }

  private static int statusOf(String path) {
    return given().get(path).statusCode();
  }
}
