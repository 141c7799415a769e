package dev.slipway.deploy;

import static java.net.http.HttpResponse.BodyHandlers.discarding;

import dev.slipway.testing.Program;
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
 * One start of a program.
 *
 * @param time from its command to the first page
 * @param mebibytes of the machine's memory that it has when nobody has asked for anything for a
 *     while
 */
record Start(Duration time, double mebibytes) {
  private static final Duration IDLE = Duration.ofSeconds(15);
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration BETWEEN = Duration.ofMillis(5);

  double millis() {
    return time.toMillis();
  }

  static Start of(List<String> command, Map<String, String> environment, int port, Path log)
      throws Exception {
    var page = HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/login".formatted(port)));
    var began = Instant.now();
    try (var program = Program.of(command, environment, log)) {
      program.readOn();
      awaitOk(page.build());
      var time = Duration.between(began, Instant.now());
      Thread.sleep(IDLE.toMillis());
      return new Start(time, program.residentMebibytesNow());
    }
  }

  private static void awaitOk(HttpRequest page) throws InterruptedException {
    var end = Instant.now().plus(PATIENCE);
    var client = HttpClient.newHttpClient();
    while (!ok(client, page)) {
      if (Instant.now().isAfter(end)) {
        throw new IllegalStateException(page.uri() + " does not answer");
      }
      Thread.sleep(BETWEEN.toMillis());
    }
  }

  private static boolean ok(HttpClient client, HttpRequest page) throws InterruptedException {
    try {
      return client.send(page, discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }
}
