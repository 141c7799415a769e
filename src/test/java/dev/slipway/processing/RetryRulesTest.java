package dev.slipway.processing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.media.probe.MediaProgramException;
import dev.slipway.media.probe.TemporaryFilesException;
import dev.slipway.media.rendition.TimeLimitException;
import dev.slipway.processing.ProcessingMetrics.RetryCause;
import dev.slipway.processing.RetryRules.Retry;
import dev.slipway.storage.StoreUnavailableException;
import dev.slipway.testing.ApiClient;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The relay takes the store away. */
@QuarkusTest
@WithTestResource(
    value = EmbeddedServicesResource.class,
    initArgs = @ResourceArg(name = EmbeddedServicesResource.RELAY, value = "true"))
class RetryRulesTest {
  private static final String OUTAGE = "/api/lab/faults/stop-store";

  private final ApiClient admin = ApiClient.as("admin");

  @Inject RetryRules rules;

  @AfterEach
  void endOutage() {
    admin.request().delete(OUTAGE);
  }

  @Test
  void objectThatTheStoreRefusesWhileItAnswersIsAFailure() {
    var refused = rules.decide(new StoreUnavailableException(), Optional::empty);
    admin.request().post(OUTAGE).then().statusCode(200);
    var outage = rules.decide(new StoreUnavailableException(), Optional::empty);

    assertThat(refused.isFailure()).isTrue();
    assertThat(refused.reason()).contains("not for this object");
    assertThat(outage.isFailure()).isFalse();
    assertThat(outage.cause()).isEqualTo(RetryCause.STORE);
  }

  @Test
  void fullDiskIsNoFailure() {
    var full =
        rules.decide(
            new TemporaryFilesException(new IOException("No space left")), Optional::empty);

    assertThat(full.isFailure()).isFalse();
    assertThat(full.cause()).isEqualTo(RetryCause.DISK);
    assertThat(full.reason()).contains("Temporary files", "No space left");
    assertThat(crash(Optional.empty()).isFailure()).isTrue();
  }

  @Test
  void missingProgramIsNoFailure() {
    var missing = crash(Optional.of("ffmpeg"));

    assertThat(missing.isFailure()).isFalse();
    assertThat(missing.cause()).isEqualTo(RetryCause.PROGRAM);
    assertThat(missing.reason()).contains("ffmpeg is missing on the worker");
  }

  @Test
  void jobThatTakesTooLongEndsAfterTwoAttempts() {
    var slow =
        rules.decide(
            new TimeLimitException("ffmpeg did not end within 120 seconds"), Optional::empty);

    assertThat(slow.isFailure()).isTrue();
    assertThat(slow.maxTries()).isEqualTo(2);
    assertThat(slow.reason())
        .isEqualTo(
            "ffmpeg did not end within 120 seconds. After 2 failed attempts, a job that takes too"
                + " long isn't repeated");
    assertThat(crash(Optional.empty()).maxTries()).isEqualTo(Integer.MAX_VALUE);
  }

  private Retry crash(Optional<String> missingProgram) {
    return rules.decide(new MediaProgramException("ffprobe crashed"), () -> missingProgram);
  }
}
