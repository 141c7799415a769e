package dev.slipway.web.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.Eventually;
import dev.slipway.testing.PathPrefixProfile;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Limits of requests whose path prefix is removed, so the router handles them once more. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
@TestProfile(PathPrefixProfile.class)
class LimitsBelowPrefixTest {
  private static final int TIMEOUT_MILLIS = 20_000;
  private static final String LOGIN = PathPrefixProfile.PREFIX + "/login HTTP/1.1\r\n";
  private static final String HOST = "Host: localhost\r\n";

  @Test
  void closesConnectionsWhoseNextHeadTakesTooLong() throws IOException {
    try (var socket = open()) {
      socket.getOutputStream().write(ascii("GET " + LOGIN + HOST + "\r\n"));
      Eventually.holds("the first request is answered", () -> isAnswered(socket));
      socket.getOutputStream().write(ascii("GET " + LOGIN));

      assertThat(readToEnd(socket)).startsWith("HTTP/1.1 200");
    }
  }

  /** The client must know, so that it sends no further request on that connection. */
  @Test
  void announcesThatAnAmbiguousRequestIsTheLast() throws IOException {
    try (var socket = open()) {
      var type = "Content-Type: application/x-www-form-urlencoded\r\n";
      socket
          .getOutputStream()
          .write(
              ascii("POST " + LOGIN + HOST + type + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"));

      assertThat(readToEnd(socket)).containsIgnoringCase("\r\nconnection: close\r\n");
    }
  }

  private static Socket open() throws IOException {
    var socket = new Socket("localhost", RestAssured.port);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    return socket;
  }

  private static boolean isAnswered(Socket socket) {
    try {
      return socket.getInputStream().available() > 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Reads until the application closes the connection. */
  private static String readToEnd(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
