package dev.slipway.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.embedded.Directories;
import dev.slipway.testing.Asvs;
import io.minio.GetPresignedObjectUrlArgs;
import io.minio.Http;
import io.minio.MinioClient;
import io.minio.errors.MinioException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The user that the set-up job creates has only the permissions that the application needs. The
 * other fault tests show that it has those, because the application uses it there.
 */
@Tag("faults")
@EnabledIfEnvironmentVariable(
    named = "SLIPWAY_FAULTS_MINIO",
    matches = ".+",
    disabledReason =
        "The embedded store has no users. Set SLIPWAY_FAULTS_MINIO to the program of a MinIO server")
class StorePermissionsTest {
  private static Path directory;
  private static MinioServer server;

  @BeforeAll
  static void start() throws Exception {
    directory =
        Path.of("target", "faults", StorePermissionsTest.class.getSimpleName()).toAbsolutePath();
    Directories.deleteRecursively(directory);
    Files.createDirectories(directory);
    var unreachableWebhook = URI.create("http://127.0.0.1:1/notifications/s3");
    server =
        new MinioServer(FaultSuiteSettings.minio().orElseThrow(), directory, unreachableWebhook);
    server.start();
    addAlias("root", server.rootKeys());
    addAlias("app", server.applicationKeys());
    Files.writeString(directory.resolve("file"), "bytes");
    mc("mb root/payroll");
    for (var object : List.of("payroll/a", "slipway-videos/reports/a", "slipway-videos/videos/a")) {
      mc("cp file root/" + object);
    }
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void setUpRemovesEventTargetsThatAreNotConfiguredAnyMore() throws Exception {
    server.setUp(MinioServer.QUEUE_TARGET + " " + MinioServer.DIRECT_TARGET);
    assertThat(mc("event ls root/slipway-videos"))
        .contains(MinioServer.QUEUE_TARGET, MinioServer.DIRECT_TARGET);

    server.setUp(MinioServer.QUEUE_TARGET);
    assertThat(mc("event ls root/slipway-videos"))
        .contains(MinioServer.QUEUE_TARGET)
        .doesNotContain(MinioServer.DIRECT_TARGET);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ls app/payroll",
        "cat app/payroll/a",
        "cp file app/payroll/b",
        "rm app/payroll/a",
        "mb app/mine",
        "rb --force app/payroll",
      })
  void cannotAccessOtherBuckets(String command) {
    assertDenied(command);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cat app/slipway-videos/reports/a",
        "cp file app/slipway-videos/reports/b",
        "rm app/slipway-videos/reports/a",
        "cp file app/slipway-derived/reports/b",
        "cp app/slipway-videos/videos/a app/slipway-videos/videos/b",
        "tag set app/slipway-videos/videos/a a=b",
      })
  void canAccessVideosOnly(String command) {
    assertDenied(command);
  }

  /** Older MinIO servers copy for every user with the permission to copy objects. */
  @Test
  @Asvs("13.2.2")
  void cannotCopyWithASignedUrl() throws Exception {
    var put = HttpRequest.newBuilder(signedPut("videos/b")).PUT(BodyPublishers.ofString("other"));

    var response =
        HttpClient.newHttpClient()
            .send(
                put.header("x-amz-copy-source", "/slipway-videos/videos/a").build(),
                BodyHandlers.ofString());

    assertThat(response.statusCode()).isEqualTo(403);
    assertThat(mc("ls root/slipway-videos/videos/")).doesNotContain("b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "anonymous set public app/slipway-videos",
        "anonymous get app/slipway-videos",
        "event add app/slipway-videos arn:minio:sqs:us-east-1:SLIPWAY:webhook --event put",
        "event remove --force app/slipway-videos",
        "version enable app/slipway-videos",
        "ilm rule add --expire-days 1 app/slipway-videos",
        "ilm rule ls app/slipway-videos",
        "encrypt set sse-s3 app/slipway-videos",
        "replicate ls app/slipway-videos",
        "quota set app/slipway-videos --size 1MiB",
      })
  void cannotConfigureBuckets(String command) {
    assertDenied(command);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "admin info app",
        "admin user ls app",
        "admin user add app mallory password123",
        "admin policy attach app readwrite --user slipway",
        "admin accesskey create app/",
        "admin config get app notify_webhook",
        "admin group ls app",
      })
  void cannotAdministerTheStore(String command) {
    assertDenied(command);
  }

  private static void assertDenied(String command) {
    assertThatThrownBy(() -> mc(command))
        .as(command)
        .isInstanceOf(IOException.class)
        .hasMessageMatching("(?s).*(Access ?Denied|Insufficient permissions).*");
    assertThat(objectsAreUnchanged()).isTrue();
  }

  private static boolean objectsAreUnchanged() {
    try {
      return mc("cat root/payroll/a root/slipway-videos/reports/a root/slipway-videos/videos/a")
          .equals("bytes".repeat(3));
    } catch (IOException | InterruptedException e) {
      return false;
    }
  }

  private static URI signedPut(String key) throws MinioException {
    var client =
        MinioClient.builder()
            .endpoint("http://127.0.0.1:" + server.port())
            .region("us-east-1")
            .credentials(server.applicationKeys().access(), server.applicationKeys().secret())
            .build();
    return URI.create(
        client.getPresignedObjectUrl(
            GetPresignedObjectUrlArgs.builder()
                .method(Http.Method.PUT)
                .bucket(StoreServer.VIDEO_BUCKET)
                .object(key)
                .build()));
  }

  private static void addAlias(String name, StoreServer.Keys keys) throws Exception {
    mc(
        "alias set %s http://127.0.0.1:%d %s %s"
            .formatted(name, server.port(), keys.access(), keys.secret()));
  }

  private static String mc(String command) throws IOException, InterruptedException {
    var arguments =
        Stream.of(command.replace("file", directory.resolve("file").toString()).split(" "));
    return Shell.run(
        Stream.concat(Stream.of(SetUpJob.MC), arguments).toList(),
        Map.of("MC_CONFIG_DIR", directory.resolve("mc").toString()));
  }
}
