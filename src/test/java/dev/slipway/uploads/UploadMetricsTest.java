package dev.slipway.uploads;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.MetricsScrape;
import dev.slipway.testing.Mp4Header;
import dev.slipway.testing.MultipartTestFile;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class UploadMetricsTest {
  private static final byte[] BYTES = Mp4Header.bytes(700, 5);

  @Inject UploadRepository repository;

  private final ApiClient creator = ApiClient.as("creator");

  @Test
  void countsOpenedUploadsByMethod() {
    var puts = value("slipway_uploads_opened_total{method=\"put\"}");
    var multiparts = value("slipway_uploads_opened_total{method=\"multipart\"}");

    creator.open("clip.mp4", "video/mp4", BYTES);
    MultipartTestFile.open(creator);

    assertThat(value("slipway_uploads_opened_total{method=\"put\"}")).isEqualTo(puts + 1);
    assertThat(value("slipway_uploads_opened_total{method=\"multipart\"}"))
        .isEqualTo(multiparts + 1);
  }

  @Test
  void countsEndedUploadsOnce() {
    var aborted = value("slipway_uploads_ended_total{outcome=\"aborted\"}");
    var id = creator.open("clip.mp4", "video/mp4", BYTES).getString("id");

    creator.request().delete("/api/uploads/{id}", id).then().statusCode(204);
    creator.request().delete("/api/uploads/{id}", id).then().statusCode(204);

    assertThat(value("slipway_uploads_ended_total{outcome=\"aborted\"}")).isEqualTo(aborted + 1);
  }

  @Test
  void measuresTheBytesOfOpenUploads() {
    // The registry of the process keeps the gauges of an application that ran in it before.
    var registry = new SimpleMeterRegistry();
    var metrics = new UploadMetrics(repository, registry);
    metrics.refreshOpenUploads();
    var uploads = registry.get("slipway.uploads.open").gauge();
    var bytes = registry.get("slipway.uploads.promised").gauge();
    var uploadsBefore = uploads.value();
    var bytesBefore = bytes.value();

    creator.open("clip.mp4", "video/mp4", BYTES);
    metrics.refreshOpenUploads();

    assertThat(uploads.value()).isEqualTo(uploadsBefore + 1);
    assertThat(bytes.value()).isEqualTo(bytesBefore + BYTES.length);
  }

  @Test
  void countsCompletionsByOutcome() {
    var stored = value("slipway_completions_total{outcome=\"stored\"}");
    var incomplete = value("slipway_completions_total{outcome=\"incomplete\"}");
    var refused = value("slipway_completions_total{outcome=\"refused\"}");
    var measured = value("slipway_completion_seconds_count");

    creator.upload("clip.mp4", BYTES);
    complete(creator.open("clip.mp4", "video/mp4", BYTES).getString("id"), 409);
    complete("nonsense", 404);

    assertThat(value("slipway_completions_total{outcome=\"stored\"}")).isEqualTo(stored + 1);
    assertThat(value("slipway_completions_total{outcome=\"incomplete\"}"))
        .isEqualTo(incomplete + 1);
    assertThat(value("slipway_completions_total{outcome=\"refused\"}")).isEqualTo(refused + 1);
    assertThat(value("slipway_completion_seconds_count")).isEqualTo(measured + 3);
  }

  private void complete(String id, int status) {
    creator
        .request()
        .contentType(ContentType.JSON)
        .body("{}")
        .put("/api/uploads/{id}/completion", id)
        .then()
        .statusCode(status);
  }

  private static double value(String series) {
    return MetricsScrape.now().value(series);
  }
}
