package dev.slipway.web.limits;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class BodyLimitsTest {
  private static final int MORE_THAN_WORKER_THREADS = 250;
  private static final int TIMEOUT_MILLIS = 15_000;
  private static final String JSON = "application/json";
  private static final String FORM = "application/x-www-form-urlencoded";

  @Test
  void rejectsOversizedBodiesByContentLength() throws IOException {
    assertThat(post("/api/uploads", JSON, "Content-Length: 1048577"))
        .startsWith("HTTP/1.1 413")
        .contains("body-too-large");
    assertThat(post("/login", FORM, "Content-Length: 65537")).startsWith("HTTP/1.1 413");
    assertThat(post("/tokens", FORM, "Content-Length: 65537")).startsWith("HTTP/1.1 413");
  }

  @Test
  void requiresContentLengthOfForms() throws IOException {
    assertThat(post("/login", FORM, "Transfer-Encoding: chunked")).startsWith("HTTP/1.1 411");
    assertThat(post("/login", FORM, "Transfer-Encoding: gzip, chunked")).startsWith("HTTP/1.1 411");
  }

  @Test
  void requiresContentLengthOfHttp2Forms() throws Exception {
    var login = BodyPublishers.ofString("username=creator&password=creator-demo");
    assertThat(loginStatusByHttp2(login)).isEqualTo(303);

    var unknown = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[100_000]));
    assertThat(loginStatusByHttp2(unknown)).isEqualTo(411);
  }

  @Test
  void slowFormsDoNotBlockOtherRequests() throws IOException {
    var slow = new ArrayList<Socket>();
    try {
      for (var i = 0; i < MORE_THAN_WORKER_THREADS; i++) {
        var socket = new Socket("localhost", RestAssured.port);
        socket
            .getOutputStream()
            .write(head("/login", FORM, "Content-Length: 20", ApiClient.anonymous()));
        slow.add(socket);
      }
      ActiveRequests.await(MORE_THAN_WORKER_THREADS);

      assertThat(given().get("/login").statusCode()).isEqualTo(200);
    } finally {
      for (var socket : slow) {
        socket.close();
      }
    }
  }

  @Test
  void rejectsOversizedChunkedBodies() throws IOException {
    var creator = ApiClient.as("creator");
    var kilobyte = " ".repeat(1024);
    try (var socket = new Socket("localhost", RestAssured.port)) {
      var out = socket.getOutputStream();
      out.write(head("/api/uploads", JSON, "Transfer-Encoding: chunked", creator));
      for (var i = 0; i <= 1024; i++) {
        out.write(("400\r\n" + kilobyte + "\r\n").getBytes(StandardCharsets.US_ASCII));
      }
      // No last chunk: the response must not wait for an end that never comes.
      assertThat(readToEnd(socket)).startsWith("HTTP/1.1 413").contains("body-too-large");
    }
  }

  @Test
  void acceptsLargeBodiesWithinTheLimit() {
    ApiClient.as("creator")
        .request()
        .contentType(JSON)
        .body(" ".repeat(1_000_000) + "{}")
        .post("/api/uploads")
        .then()
        .statusCode(400)
        .body("detail", containsString("fileName"));
  }

  private static int loginStatusByHttp2(BodyPublisher form) throws Exception {
    var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
    var login = URI.create("http://localhost:%d/login".formatted(RestAssured.port));
    // The client upgrades to HTTP/2 with the first request, which must have no body.
    client.send(HttpRequest.newBuilder(login).build(), BodyHandlers.discarding());
    var post = HttpRequest.newBuilder(login).header("Content-Type", FORM).POST(form).build();
    var response = client.send(post, BodyHandlers.discarding());
    assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
    return response.statusCode();
  }

  /** Over a raw socket, because HTTP clients fail when the response comes before the body. */
  private static String post(String path, String type, String length) throws IOException {
    try (var socket = new Socket("localhost", RestAssured.port)) {
      socket.getOutputStream().write(head(path, type, length, ApiClient.anonymous()));
      return readToEnd(socket);
    }
  }

  private static byte[] head(String path, String type, String length, ApiClient caller) {
    return "POST %s HTTP/1.1\r\nHost: localhost:%d\r\nContent-Type: %s\r\n%s\r\nCookie: %s\r\n\r\n"
        .formatted(path, RestAssured.port, type, length, caller.cookieHeader())
        .getBytes(StandardCharsets.US_ASCII);
  }

  /** Reads until the application closes the connection. */
  private static String readToEnd(Socket socket) throws IOException {
    socket.setSoTimeout(TIMEOUT_MILLIS);
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
