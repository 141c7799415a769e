package dev.slipway.web.limits;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Asvs;
import dev.slipway.testing.Eventually;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
@Asvs("15.2.2")
class BodyLimitsTest {
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

  /** The application would read the compressed bytes as JSON, or as a form. */
  @Test
  void refusesEncodedBodies() throws IOException {
    for (var path : new String[] {"/api/uploads", "/api/lab/uploads/a.mp4", "/login"}) {
      assertThat(post(path, JSON, "Content-Length: 2\r\nContent-Encoding: gzip"))
          .as(path)
          .startsWith("HTTP/1.1 415")
          .contains("content-coding-unsupported", "not compressed")
          .containsIgnoringCase("\r\nAccept-Encoding: identity\r\n");
    }
    given()
        .header("Content-Encoding", "gzip")
        .contentType(JSON)
        .body("{}")
        .post("/notifications/s3")
        .then()
        .statusCode(401);
    ApiClient.as("creator")
        .request()
        .header("Content-Encoding", "identity")
        .contentType(JSON)
        .body("{}")
        .post("/api/uploads")
        .then()
        .statusCode(400)
        .body(containsString("'fileName' is missing"));
  }

  @Test
  void acceptsFormsOfUnknownLength() throws Exception {
    var login = "username=creator&password=creator-demo";
    assertThat(statusByHttp2("/login", login.getBytes(), true)).isEqualTo(303);
    assertThat(statusByHttp2("/login", login.getBytes(), false)).isEqualTo(303);
    assertThat(
            send("/login", FORM, "Transfer-Encoding: chunked\r\nConnection: close", chunk(login)))
        .startsWith("HTTP/1.1 303");
  }

  @Test
  void rejectsOversizedBodiesOfUnknownLengthOverHttp2() throws Exception {
    assertThat(statusByHttp2("/login", new byte[65_537], false)).isEqualTo(413);
    assertThat(statusByHttp2("/api/uploads", new byte[1_048_577], false)).isEqualTo(413);
  }

  @Test
  void acceptsLargeBodiesOverHttp2() throws Exception {
    var notification = new byte[16 * 1024 * 1024];
    // 401 is the answer of the endpoint: there is no token.
    assertThat(statusByHttp2("/notifications/s3", notification, false)).isEqualTo(401);
    assertThat(statusByHttp2("/notifications/s3", notification, true)).isEqualTo(401);
  }

  @Test
  void asksForTheBodyOfAClientThatWaits() throws IOException {
    var form = "username=creator&password=creator-demo";
    try (var socket = new Socket("localhost", RestAssured.port)) {
      var expect = "Expect: 100-continue\r\nConnection: close\r\nContent-Length: " + form.length();
      socket.getOutputStream().write(head("/login", FORM, expect, ApiClient.anonymous()));
      socket.setSoTimeout(TIMEOUT_MILLIS);
      var interim = "HTTP/1.1 100 Continue\r\n\r\n";
      assertThat(new String(socket.getInputStream().readNBytes(interim.length())))
          .isEqualTo(interim);

      socket.getOutputStream().write(form.getBytes(StandardCharsets.US_ASCII));
      assertThat(readToEnd(socket)).startsWith("HTTP/1.1 303");
    }
  }

  /** RFC 9110, 15.2: HTTP/1.0 has no interim responses. */
  @Test
  void doesNotAskHttp10ForTheBody() throws IOException {
    var head = "POST /login HTTP/1.0\r\nHost: localhost\r\nContent-Type: " + FORM;
    var form = "username=nobody&password=wrong";
    try (var socket = new Socket("localhost", RestAssured.port)) {
      var expect = "\r\nExpect: 100-continue\r\nContent-Length: " + form.length() + "\r\n\r\n";
      socket.getOutputStream().write((head + expect + form).getBytes(StandardCharsets.US_ASCII));

      assertThat(readToEnd(socket)).startsWith("HTTP/1.0 401");
    }
  }

  /** A connection that is closed before the client has sent everything loses the response. */
  @Test
  void clientsThatAreStillSendingGetTheResponse() throws IOException {
    for (var bytes : List.of(500_000, 1_500_000)) {
      var body = "x".repeat(bytes);
      var length = "Content-Length: " + bytes;
      assertThat(send("/login", FORM, length, body)).startsWith("HTTP/1.1 413");
      assertThat(send("/login", FORM, "Transfer-Encoding: chunked", chunk(body)))
          .startsWith("HTTP/1.1 413");
    }
  }

  @Test
  void clientsThatSendForLongAreDisconnected() throws IOException {
    try (var socket = openRejected()) {
      Eventually.holds("it can't send", Duration.ofSeconds(6), () -> !canSend(socket, 1));
    }
  }

  @Test
  void clientsThatSendMuchMoreAreDisconnected() throws IOException {
    try (var socket = openRejected()) {
      var megabytes = 0;
      while (megabytes < 64 && canSend(socket, 1 << 20)) {
        megabytes++;
      }
      assertThat(megabytes).isLessThan(64);
    }
  }

  /** A connection on which a client has the response, and can still send its request. */
  private static Socket openRejected() throws IOException {
    var socket = new Socket("localhost", RestAssured.port);
    var out = socket.getOutputStream();
    out.write(head("/login", FORM, "Content-Length: 1000000000", ApiClient.anonymous()));
    assertThat(readToEnd(socket)).startsWith("HTTP/1.1 413");
    return socket;
  }

  private static boolean canSend(Socket socket, int bytes) {
    try {
      socket.getOutputStream().write(new byte[bytes]);
      return true;
    } catch (IOException closed) {
      return false;
    }
  }

  @Test
  void rejectsFormsThatCannotBeParsed() throws IOException {
    for (var form :
        List.of("username=%zz", "username=%", "a%2=1", "a=%e", "a=1&".repeat(1_001) + "a=1")) {
      given()
          .contentType(FORM)
          .accept("text/html")
          .body(form)
          .post("/login")
          .then()
          .statusCode(400)
          .contentType("text/html")
          .body(containsString("percent-encoded"));
    }
    for (var charset : new String[] {"nonsense", ";", "", "\"\""}) {
      var type = FORM + "; charset=" + charset;
      assertThat(send("/login", type, "Content-Length: 3\r\nConnection: close", "a=1"))
          .as(type)
          .startsWith("HTTP/1.1 400");
      assertThat(send("/login", type, "Content-Length: 0\r\nConnection: close", ""))
          .as(type)
          .startsWith("HTTP/1.1 400");
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

  /** With prior knowledge, because the application doesn't upgrade to HTTP/2 in clear text. */
  private static int statusByHttp2(String path, byte[] body, boolean isLengthKnown)
      throws Exception {
    var vertx = Vertx.vertx();
    try {
      var options =
          new HttpClientOptions()
              .setProtocolVersion(HttpVersion.HTTP_2)
              .setHttp2ClearTextUpgrade(false);
      return vertx
          .createHttpClient(options)
          .request(HttpMethod.POST, RestAssured.port, "localhost", path)
          .compose(
              request ->
                  request
                      .putHeader("Content-Type", path.startsWith("/login") ? FORM : JSON)
                      .setChunked(!isLengthKnown)
                      .send(Buffer.buffer(body)))
          .map(HttpClientResponse::statusCode)
          .toCompletionStage()
          .toCompletableFuture()
          .get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
    } finally {
      vertx.close();
    }
  }

  /** Over a raw socket, because HTTP clients fail when the response comes before the body. */
  private static String post(String path, String type, String length) throws IOException {
    return send(path, type, length, "");
  }

  private static String send(String path, String type, String headers, String body)
      throws IOException {
    try (var socket = new Socket("localhost", RestAssured.port)) {
      var out = socket.getOutputStream();
      out.write(head(path, type, headers, ApiClient.anonymous()));
      out.write(body.getBytes(StandardCharsets.US_ASCII));
      return readToEnd(socket);
    }
  }

  private static String chunk(String body) {
    return "%x\r\n%s\r\n0\r\n\r\n".formatted(body.length(), body);
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
