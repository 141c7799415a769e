package dev.slipway.deploy;

import static java.net.http.HttpResponse.BodyHandlers.discarding;

import dev.slipway.testing.Eventually;
import dev.slipway.testing.ExternalProgram;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Measurements of one start of a program.
 *
 * @param time the time from the command to the first page
 * @param idleMebibytes the resident memory after a while without requests
 */
record ProgramStart(Duration time, double idleMebibytes) {
  private static final Duration IDLE_TIME = Duration.ofSeconds(15);
  private static final Duration START_TIMEOUT = Duration.ofMinutes(2);

  double millis() {
    return time.toMillis();
  }

  static ProgramStart of(
      List<String> command, Map<String, String> environment, int port, Path log) {
    var page = HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/login".formatted(port)));
    var startedAt = Instant.now();
    try (var program = ExternalProgram.of(command, environment, log)) {
      program.drainOutput();
      var client = HttpClient.newHttpClient();
      Eventually.holds(
          "the login page is served", START_TIMEOUT, () -> isReady(client, page.build()));
      var time = Duration.between(startedAt, Instant.now());
      Eventually.elapses(IDLE_TIME);
      return new ProgramStart(time, program.currentResidentMebibytes());
    }
  }

  private static boolean isReady(HttpClient client, HttpRequest page) {
    try {
      return client.send(page, discarding()).statusCode() == 200;
    } catch (IOException notStarted) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
