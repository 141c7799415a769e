package dev.slipway.web.security;

import io.restassured.RestAssured;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Sends raw HTTP requests from a chosen address of the loopback network. */
final class RawHttp {
  private static final int TIMEOUT_MILLIS = 15_000;

  private RawHttp() {}

  /** Logs in with these additional headers, and returns the head and body of the response. */
  static String logIn(String from, String name, String password, String path, String... headers)
      throws IOException {
    var form = "username=%s&password=%s".formatted(name, password);
    var lines =
        List.of(
            "Host: 127.0.0.1:" + RestAssured.port,
            "Connection: close",
            "Content-Type: application/x-www-form-urlencoded",
            "Content-Length: " + form.length());
    return send(
        from,
        "POST %s HTTP/1.1\r\n%s\r\n%s\r\n%s"
            .formatted(path, String.join("\r\n", lines), lines(headers), form));
  }

  static String get(String from, String path, String... headers) throws IOException {
    return send(
        from,
        "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nConnection: close\r\n%s\r\n"
            .formatted(path, RestAssured.port, lines(headers)));
  }

  private static String lines(String... headers) {
    return headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
  }

  /** Sends a request as it is, and reads until the application closes the connection. */
  static String send(String from, String request) throws IOException {
    var loopback = InetAddress.getByName("127.0.0.1");
    try (var socket = new Socket(loopback, RestAssured.port, InetAddress.getByName(from), 0)) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
