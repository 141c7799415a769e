package dev.slipway.benchmark;

import dev.slipway.testing.Program;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** The packaged program in a process of its own, with a creator logged in. */
public final class Application implements AutoCloseable {
  public static final String USER = "creator";
  private static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");

  private final Program program;
  private final URI origin;
  private String cookie = "";

  private Application(Program program, URI origin) {
    this.program = program;
    this.origin = origin;
  }

  static Application start(Map<String, String> environment, int port) {
    environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
    environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
    // Benchmarks ask for more in a second than a person does in a day.
    environment.put("SLIPWAY_LIMITS_SIGN_BURST", "1000000000");
    environment.put("SLIPWAY_LIMITS_SIGN_PER_SECOND", "1000000000");
    var application =
        new Application(
            Program.ofJar(JAR, environment), URI.create("http://127.0.0.1:%d".formatted(port)));
    application.program.linesUpTo("Listening on");
    application.logIn();
    return application;
  }

  public URI origin() {
    return origin;
  }

  public static String password() {
    return USER + "-demo";
  }

  /** A connection of the creator's. */
  public Wire connect() {
    return new Wire(origin, cookie);
  }

  /** The processor time that it has used so far. */
  public Duration cpu() {
    return program.cpu();
  }

  @Override
  public void close() {
    program.close();
  }

  private void logIn() {
    try (var wire = connect()) {
      var form =
          "username=" + USER + "&password=" + URLEncoder.encode(password(), StandardCharsets.UTF_8);
      var answer = wire.send("POST", "/login", "application/x-www-form-urlencoded", form);
      cookie = answer.header("set-cookie").orElseThrow().split(";", 2)[0];
    }
  }
}
