package dev.slipway.faults;

import dev.slipway.testing.ExternalProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/** A process of the packaged program, which can be stopped and started again at the same port. */
final class Replica implements AutoCloseable {
  private static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");

  /** Without effect. Other test JVMs start the same program at the same time. */
  private static final String PROGRAM_ARGUMENT =
      "-Dslipway.faults.tests=" + ProcessHandle.current().pid();

  /** A system with other digits than ASCII's, which no SQL, signed URL or page may contain. */
  private static final List<String> LOCALE = List.of("-Duser.language=fa", "-Duser.country=IR");

  private final int port = Ports.free();
  private final Map<String, String> environment;
  private final Path log;
  private ExternalProgram program;

  /**
   * @param environment receives the settings of the port
   */
  Replica(Map<String, String> environment, Path log) {
    this.environment = environment;
    this.log = log;
    environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
    environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
  }

  /** The argument by which the replicas that this JVM has started are recognised. */
  static String programArgument() {
    return PROGRAM_ARGUMENT;
  }

  URI origin() {
    return URI.create("http://127.0.0.1:" + port);
  }

  long pid() {
    return program.pid();
  }

  /** Starts the program and returns when it listens. */
  void start() {
    if (!Files.exists(JAR)) {
      throw new IllegalStateException(
          "The packaged program is missing. Run ./mvnw -Pfaults verify, which packages it first.");
    }
    var options = new ArrayList<>(ClassArchive.options(JAR));
    options.add(PROGRAM_ARGUMENT);
    options.addAll(LOCALE);
    program = ExternalProgram.ofJar(JAR, options, environment, log);
    program.readUntil("Listening on");
  }

  /** Kills the program with SIGKILL, so it can't finish or clean up anything. */
  void kill() {
    program.kill();
  }

  /** Stops the program with SIGTERM and returns its exit code. */
  int terminate() {
    program.terminate();
    return program.awaitExit();
  }

  /**
   * Returns the sum of a metric over all its labels.
   *
   * @param name the name, optionally with the first labels to select by
   * @throws AssertionError if there is no such metric
   */
  double metric(String name) {
    var request = HttpRequest.newBuilder(origin().resolve("/q/metrics")).build();
    try {
      var values =
          HttpClient.newHttpClient()
              .send(request, BodyHandlers.ofLines())
              .body()
              .filter(line -> line.startsWith(name))
              .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
              .toArray();
      if (values.length == 0) {
        throw new AssertionError("There is no metric " + name);
      }
      return DoubleStream.of(values).sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Returns the log lines with this severity, such as {@code ERROR}. */
  List<String> logLines(String severity) {
    try (var lines = Files.lines(log)) {
      return lines.filter(line -> line.contains(" " + severity + " ")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Kills the program: its data is thrown away, and a shutdown takes seconds. */
  @Override
  public void close() {
    if (program != null) {
      program.kill();
    }
  }
}
