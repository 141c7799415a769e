package dev.slipway.faults;

import dev.slipway.testing.Eventually;
import dev.slipway.testing.Program;
import io.minio.BucketExistsArgs;
import io.minio.MakeBucketArgs;
import io.minio.MinioClient;
import io.minio.SetBucketNotificationArgs;
import io.minio.errors.MinioException;
import io.minio.messages.NotificationConfiguration;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A MinIO server, whose program is named by {@code SLIPWAY_FAULTS_MINIO}. */
final class MinioServer implements StoreServer {
  private static final String ARN = "arn:minio:sqs::SLIPWAY:webhook";
  private static final Keys ROOT = new Keys("rootuser", "rootsecret123");

  private final int port = Ports.free();
  private final List<String> command;
  private final Map<String, String> environment;
  private final Path log;
  private Program program;

  MinioServer(Path program, Path directory, URI webhook) {
    this.log = directory.resolve("minio.log");
    this.command =
        List.of(
            program.toString(),
            "server",
            "--address",
            "127.0.0.1:" + port,
            directory.resolve("minio").toString());
    this.environment =
        Map.of(
            "MINIO_ROOT_USER",
            ROOT.access(),
            "MINIO_ROOT_PASSWORD",
            ROOT.secret(),
            "MINIO_BROWSER",
            "off",
            "MINIO_API_SYNC_EVENTS",
            "on",
            "MINIO_NOTIFY_WEBHOOK_ENABLE_SLIPWAY",
            "on",
            "MINIO_NOTIFY_WEBHOOK_ENDPOINT_SLIPWAY",
            webhook.toString(),
            "MINIO_NOTIFY_WEBHOOK_AUTH_TOKEN_SLIPWAY",
            Relay.TOKEN,
            "MINIO_NOTIFY_WEBHOOK_QUEUE_DIR_SLIPWAY",
            directory.resolve("queue").toString());
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public Keys keys() {
    return ROOT;
  }

  @Override
  public void start() throws Exception {
    program = Program.of(command, environment, log);
    program.readOn();
    Eventually.holds("MinIO listens", this::listens);
    setUp();
  }

  @Override
  public void kill() {
    program.kill();
  }

  @Override
  public void close() {
    program.close();
  }

  private boolean listens() {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  private void setUp() throws MinioException {
    var client =
        MinioClient.builder()
            .endpoint("http://127.0.0.1:" + port)
            .credentials(ROOT.access(), ROOT.secret())
            .build();
    for (var bucket : List.of(VIDEOS, DERIVED)) {
      if (!client.bucketExists(BucketExistsArgs.builder().bucket(bucket).build())) {
        client.makeBucket(MakeBucketArgs.builder().bucket(bucket).build());
      }
    }
    var queue =
        new NotificationConfiguration.QueueConfiguration(
            ARN,
            "slipway",
            List.of("s3:ObjectCreated:*", "s3:ObjectRemoved:*"),
            new NotificationConfiguration.Filter("videos/", null));
    client.setBucketNotification(
        SetBucketNotificationArgs.builder()
            .bucket(VIDEOS)
            .config(new NotificationConfiguration(null, List.of(queue), null, null))
            .build());
  }
}
