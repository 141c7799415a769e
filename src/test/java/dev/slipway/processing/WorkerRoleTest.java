package dev.slipway.processing;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import dev.slipway.doctor.CheckReport;
import dev.slipway.doctor.Doctor;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.ingest.EnabledTransports;
import dev.slipway.ingest.Transport;
import dev.slipway.sftp.SftpConfig;
import dev.slipway.testing.Eventually;
import dev.slipway.testing.WorkerProfile;
import dev.slipway.web.SkippedOnWorkers;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process that runs media jobs and nothing else. */
@QuarkusTest
@TestProfile(WorkerProfile.class)
@WithTestResource(EmbeddedServicesResource.class)
class WorkerRoleTest {
  @Inject EnabledTransports transports;
  @Inject SkippedOnWorkers skipped;
  @Inject JobWorker worker;
  @Inject SftpConfig sftp;
  @Inject Doctor doctor;

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/videos", "/login", "/api/videos", "/api/me", "/web/tokens.css", "/lab"})
  void answersNoRequest(String path) {
    given().get(path).then().statusCode(404).body(containsString("only runs media jobs"));
    given().post(path).then().statusCode(404);
  }

  @Test
  void acceptsNoNotification() {
    given()
        .header("Authorization", "Bearer token")
        .body("{}")
        .post("/notifications/s3")
        .then()
        .statusCode(404);
    assertThat(Arrays.stream(Transport.values())).noneMatch(transports::includes);
  }

  @Test
  void showsHealthAndMetrics() {
    given().get("/q/health/ready").then().statusCode(200);
    given()
        .get("/q/metrics")
        .then()
        .statusCode(200)
        .body(containsString("slipway_processing_queued"));
  }

  @Test
  void runsJobsAndNoOtherScheduledWork() {
    assertThat(worker.runsJobs()).isTrue();
    assertThat(skipped.test(null)).isTrue();
  }

  /** No other process could check ffprobe and its sandbox on this machine. */
  @Test
  void runsTheChecksOfMediaJobsAtItsStart() {
    Eventually.holds(
        "the checks ran", Duration.ofSeconds(30), () -> !doctor.latestReport().checks().isEmpty());

    assertThat(doctor.latestReport().checks())
        .extracting(CheckReport::name)
        .containsExactlyInAnyOrder("Media programs", "Media sandbox", "Malware scanner");
  }

  @Test
  void listensOnNoPortForSftp() throws IOException {
    var port = sftp.port().getAsInt();
    try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      assertThat(socket.isBound()).isTrue();
    }
  }
}
