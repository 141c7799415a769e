package dev.slipway.benchmark;

import dev.slipway.testing.ExternalProgram;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** The packaged program in a separate process, with a session of a creator. */
public final class PackagedApplication implements AutoCloseable {
  public static final String USER = "creator";
  private static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");

  private final ExternalProgram program;
  private final URI origin;
  private final String token;
  private String cookie = "";

  private PackagedApplication(ExternalProgram program, URI origin, String token) {
    this.program = program;
    this.origin = origin;
    this.token = token;
  }

  static PackagedApplication start(Map<String, String> environment, int port) {
    environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
    environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
    // Benchmarks send more requests in a second than a person does in a day.
    environment.put("SLIPWAY_LIMITS_REQUESTS_PER_ADDRESS", "400");
    environment.put("SLIPWAY_LOGIN_BURST", "1000000000");
    environment.put("SLIPWAY_LIMITS_SIGN_BURST", "1000000000");
    environment.put("SLIPWAY_LIMITS_SIGN_PER_SECOND", "1000000000");
    var application =
        new PackagedApplication(
            ExternalProgram.ofJar(JAR, environment),
            URI.create("http://127.0.0.1:%d".formatted(port)),
            environment.get("SLIPWAY_NOTIFICATIONS_TOKEN"));
    application.program.readUntil("Listening on");
    application.logIn();
    return application;
  }

  public URI origin() {
    return origin;
  }

  public static String password() {
    return passwordOf(USER);
  }

  /** Connects with the creator's session. */
  public CountingConnection connect() {
    return new CountingConnection(origin, "Cookie: " + cookie);
  }

  /** Logs in with a demo account and connects with its session. */
  public CountingConnection connectAs(String user) {
    try (var anonymous = new CountingConnection(origin, "Cookie: ")) {
      return new CountingConnection(origin, "Cookie: " + cookieOf(anonymous, user));
    }
  }

  /** Connects with the webhook token of the store. */
  public CountingConnection connectAsStore() {
    return new CountingConnection(origin, "Authorization: Bearer " + token);
  }

  /** Returns the processor time used so far. */
  public Duration cpu() {
    return program.cpu();
  }

  /** Returns the peak of the resident memory, or NaN if the system is not Linux. */
  public double peakResidentMebibytes() {
    return program.peakResidentMebibytes();
  }

  @Override
  public void close() {
    program.close();
  }

  private void logIn() {
    try (var connection = connect()) {
      cookie = cookieOf(connection, USER);
    }
  }

  private static String cookieOf(CountingConnection anonymous, String user) {
    var form =
        "username="
            + user
            + "&password="
            + URLEncoder.encode(passwordOf(user), StandardCharsets.UTF_8);
    var response = anonymous.send("POST", "/login", "application/x-www-form-urlencoded", form);
    // A login that fails is answered by the login page, without a session.
    return response
        .expect(303)
        .header("set-cookie")
        .orElseThrow()
        .lines()
        .map(cookie -> cookie.split(";", 2)[0])
        .collect(Collectors.joining("; "));
  }

  private static String passwordOf(String user) {
    return user + "-demo";
  }
}
