package dev.slipway.faults;

import dev.slipway.testing.Eventually;
import dev.slipway.testing.ExternalProgram;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A MinIO server, whose program is named by {@code SLIPWAY_FAULTS_MINIO}. {@link SetUpJob} prepares
 * it, and the application uses the least-privilege user that this job creates.
 */
final class MinioServer implements StoreServer {
  /** Keeps events until they are delivered. */
  static final String QUEUE_TARGET = "arn:minio:sqs:us-east-1:SLIPWAY:webhook";

  /** Sends each event once, at once. */
  static final String DIRECT_TARGET = "arn:minio:sqs:us-east-1:SLIPWAYDIRECT:webhook";

  private static final Duration START_TIMEOUT = Duration.ofMinutes(2);
  private static final Keys ROOT_KEYS = new Keys("rootuser", "rootsecret123");

  private static final Keys APPLICATION_KEYS = new Keys("slipway", "application123");

  private final int port = Ports.free();
  private final List<String> command;
  private final Map<String, String> environment;
  private final Path log;
  private final SetUpJob setUpJob;
  private ExternalProgram program;

  MinioServer(Path program, Path directory, URI webhook) {
    this.log = directory.resolve("minio.log");
    this.setUpJob = new SetUpJob(directory, URI.create("http://127.0.0.1:" + port));
    this.command =
        List.of(
            program.toString(),
            "server",
            "--address",
            "127.0.0.1:" + port,
            directory.resolve("minio").toString());
    this.environment =
        Map.ofEntries(
            Map.entry("MINIO_ROOT_USER", ROOT_KEYS.access()),
            Map.entry("MINIO_ROOT_PASSWORD", ROOT_KEYS.secret()),
            Map.entry("MINIO_REGION", "us-east-1"),
            Map.entry("MINIO_BROWSER", "off"),
            Map.entry("MINIO_API_SYNC_EVENTS", "on"),
            Map.entry("MINIO_NOTIFY_WEBHOOK_ENABLE_SLIPWAY", "on"),
            Map.entry("MINIO_NOTIFY_WEBHOOK_ENDPOINT_SLIPWAY", webhook.toString()),
            Map.entry("MINIO_NOTIFY_WEBHOOK_AUTH_TOKEN_SLIPWAY", WebhookRelay.TOKEN),
            Map.entry(
                "MINIO_NOTIFY_WEBHOOK_QUEUE_DIR_SLIPWAY", directory.resolve("queue").toString()),
            Map.entry("MINIO_NOTIFY_WEBHOOK_ENABLE_SLIPWAYDIRECT", "on"),
            Map.entry("MINIO_NOTIFY_WEBHOOK_ENDPOINT_SLIPWAYDIRECT", webhook.toString()),
            Map.entry("MINIO_NOTIFY_WEBHOOK_AUTH_TOKEN_SLIPWAYDIRECT", WebhookRelay.TOKEN));
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public Keys rootKeys() {
    return ROOT_KEYS;
  }

  @Override
  public Keys applicationKeys() {
    return APPLICATION_KEYS;
  }

  @Override
  public void start() throws Exception {
    program = ExternalProgram.of(command, environment, log);
    program.drainOutput();
    Eventually.holds("MinIO is ready", START_TIMEOUT, this::isReady);
    setUp(QUEUE_TARGET);
  }

  void setUp(String eventTargets) throws Exception {
    setUpJob.run(ROOT_KEYS, APPLICATION_KEYS, eventTargets);
  }

  @Override
  public void kill() {
    program.kill();
  }

  @Override
  public void close() {
    if (program != null) {
      program.close();
    }
  }

  private boolean isReady() {
    var health = URI.create("http://127.0.0.1:%d/minio/health/ready".formatted(port));
    try {
      var response =
          HttpClient.newHttpClient()
              .send(HttpRequest.newBuilder(health).build(), BodyHandlers.discarding());
      return response.statusCode() == 200;
    } catch (IOException notStarted) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
