package dev.slipway.faults;

import dev.slipway.testing.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The packaged program, which can be ended and started again at the same port. */
final class Replica implements AutoCloseable {
  private static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");

  private final int port = Ports.free();
  private final Map<String, String> environment;
  private final Path log;
  private Program program;

  /**
   * @param environment to which its own port is added
   */
  Replica(Map<String, String> environment, Path log) {
    this.environment = environment;
    this.log = log;
    environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
    environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
  }

  URI origin() {
    return URI.create("http://127.0.0.1:" + port);
  }

  long pid() {
    return program.pid();
  }

  /** Returns when it listens. */
  void start() {
    if (!Files.exists(JAR)) {
      throw new IllegalStateException(
          "There is no packaged program. Run ./mvnw -Pfaults verify, which packages it first.");
    }
    program = Program.ofJar(JAR, environment, log);
    program.readUntil("Listening on");
  }

  /** SIGKILL: nothing is finished, nothing cleaned up. */
  void kill() {
    program.kill();
  }

  /** SIGTERM, and returns the exit code. */
  int terminate() {
    program.terminate();
    return program.awaitExit();
  }

  /**
   * The sum of a metric over all that it is counted for.
   *
   * @param name with the beginning of the labels, where only some count
   */
  double metric(String name) {
    var request = HttpRequest.newBuilder(origin().resolve("/q/metrics")).build();
    try {
      return HttpClient.newHttpClient()
          .send(request, BodyHandlers.ofLines())
          .body()
          .filter(line -> line.startsWith(name))
          .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** What it has logged of this severity, such as {@code ERROR}. */
  List<String> logLines(String severity) {
    try (var lines = Files.lines(log)) {
      return lines.filter(line -> line.contains(" " + severity + " ")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    if (program != null) {
      program.close();
    }
  }
}
