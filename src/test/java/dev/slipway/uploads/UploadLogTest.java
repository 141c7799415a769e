package dev.slipway.uploads;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.observability.LifecycleLog;
import dev.slipway.storage.RandomId;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.CapturedLog;
import dev.slipway.testing.Mp4Header;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each state change of an upload and its video leaves one line in the log. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class UploadLogTest {
  private static final byte[] BYTES = Mp4Header.bytes(1_000, 7);

  @Inject LifecycleLog log;
  @Inject UploadLifecycle lifecycle;

  private final ApiClient creator = ApiClient.as("creator");
  private final CapturedLog lines = CapturedLog.of("dev.slipway.lifecycle");

  @AfterEach
  void close() {
    lines.close();
  }

  @Test
  void logsAnUploadThatBecomesAVideo() {
    var id = creator.upload("secret.mp4", BYTES).getString("id");
    creator.complete(id);

    assertThat(linesAbout(id))
        .containsExactlyInAnyOrder(
            "INFO Upload opened: " + id + ", owner creator, 1,000 bytes",
            "INFO Video catalogued: " + id + ", owner creator, 1,000 bytes",
            "INFO Upload stored: " + id + ", owner creator, 1,000 bytes")
        .first()
        .asString()
        .contains("opened");
    assertThat(lines.all()).noneMatch(line -> line.contains("secret") || line.contains("://"));
  }

  @Test
  void logsARejectedVideo() {
    var text = "Dear diary. ".repeat(50).getBytes(StandardCharsets.UTF_8);

    var id = creator.upload("diary.mp4", text).getString("id");

    assertThat(linesAbout(id))
        .hasSize(3)
        .contains("INFO Video rejected: " + id + ", owner creator, 600 bytes")
        .noneMatch(line -> line.contains("catalogued"));
  }

  @Test
  void logsAbortAndExpiry() {
    var aborted = creator.open("clip.mp4", "video/mp4", BYTES).getString("id");
    creator.request().delete("/api/uploads/{id}", aborted).then().statusCode(204);
    creator.request().delete("/api/uploads/{id}", aborted).then().statusCode(204);
    var expired = creator.open("clip.mp4", "video/mp4", BYTES).getString("id");
    lifecycle.expire(expired, Instant.now().plus(Duration.ofDays(1)));

    assertThat(linesAbout(aborted))
        .hasSize(2)
        .endsWith("INFO Upload aborted: " + aborted + ", owner creator, 1,000 bytes");
    assertThat(linesAbout(expired))
        .hasSize(2)
        .endsWith("INFO Upload expired: " + expired + ", owner creator, 1,000 bytes");
  }

  @Test
  void logsADeletedVideo() {
    var id = creator.upload("clip.mp4", BYTES).getString("id");

    creator.request().delete("/api/videos/{id}?permanently=true", id).then().statusCode(204);

    assertThat(linesAbout(id))
        .contains("INFO Video deleted: " + id + ", owner creator, 1,000 bytes");
  }

  @Test
  void logsOnlyWhatWasCommitted() {
    var id = RandomId.random(new SecureRandom()).value();

    QuarkusTransaction.begin();
    log.record("Upload opened", id, "creator", 1);
    assertThat(linesAbout(id)).isEmpty();
    QuarkusTransaction.rollback();

    assertThat(linesAbout(id)).isEmpty();
    QuarkusTransaction.requiringNew().run(() -> log.record("Upload opened", id, "creator", 1));
    assertThat(linesAbout(id)).hasSize(1);
  }

  private List<String> linesAbout(String id) {
    return lines.all().stream().filter(line -> line.contains(id)).toList();
  }
}
