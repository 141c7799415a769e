package dev.slipway.processing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.processing.scan.ScanConfig;
import dev.slipway.processing.scan.ScannerServer;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Asvs;
import dev.slipway.testing.Mp4Header;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Files are scanned before they are probed. */
@QuarkusTest
@TestProfile(QueuedRenditionsProfile.class)
@WithTestResource(EmbeddedServicesResource.class)
class ScannedVideosTest {
  private static final AtomicInteger SEED = new AtomicInteger(2000);
  private static final int LIMIT = 1 << 20;

  private final ApiClient creator = ApiClient.as("creator");

  @Inject ScanConfig config;
  @Inject JobAttempts attempts;

  @Test
  @Asvs("5.4.3")
  void infectedFileIsRejectedAndNeverDownloaded() throws IOException {
    var id = upload(ScannerServer.MARK);

    try (var scanner = new ScannerServer(port(), LIMIT)) {
      assertThat(attempt(id)).isEqualTo(JobState.DONE);
    }

    creator
        .request()
        .get("/api/videos/" + id)
        .then()
        .body("status", equalTo("REJECTED"))
        .body("rejection", equalTo("malware"))
        .body("rejectionText", containsString(ScannerServer.NAME));
    for (var operation : new String[] {"play", "download"}) {
      ApiClient.as("admin")
          .request()
          .contentType(ContentType.JSON)
          .body("{\"operation\": \"" + operation + "\"}")
          .post("/api/videos/" + id + "/urls")
          .then()
          .statusCode(409);
    }
    creator.request().get("/videos/" + id + "/download").then().statusCode(409);
  }

  @Test
  @Asvs({"16.5.2", "16.5.3"})
  void nothingIsAcceptedWhileTheScannerIsDown() throws IOException {
    var id = upload("");

    for (var attempt = 0; attempt < 10; attempt++) {
      assertThat(attempt(id)).isEqualTo(JobState.QUEUED);
    }

    assertThat(TestAttempts.job(id).failures).isZero();
    assertThat(TestAttempts.job(id).problem).contains("scanner").contains("does not answer");
    creator.request().get("/api/videos/" + id).then().body("status", equalTo("PROCESSING"));
  }

  @Test
  void fileThatTheScannerCantScanIsAFailure() throws IOException {
    var refused = upload("");
    var crashing = upload("");

    try (var scanner = new ScannerServer(port(), LIMIT)) {
      scanner.answer("stream: Can't allocate memory ERROR");
      assertThat(attempt(refused)).isEqualTo(JobState.QUEUED);
      scanner.answer("");
      assertThat(attempt(crashing)).isEqualTo(JobState.QUEUED);
    }

    assertThat(TestAttempts.job(refused).failures).isEqualTo(1);
    assertThat(TestAttempts.job(refused).problem).contains("Can't allocate memory");
    assertThat(TestAttempts.job(crashing).failures).isEqualTo(1);
    assertThat(TestAttempts.job(crashing).problem).contains("closed the connection");
  }

  private JobState attempt(String video) {
    var job = TestAttempts.job(video);
    attempts.attempt(job.id, job.run);
    return TestAttempts.job(video).state;
  }

  private int port() {
    var address = config.address().orElseThrow();
    return Integer.parseInt(address.substring(address.indexOf(':') + 1));
  }

  private String upload(String content) {
    var bytes = Mp4Header.bytes(900, SEED.incrementAndGet());
    var mark = content.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(mark, 0, bytes, 100, mark.length);
    return creator.upload("clip.mp4", bytes).getString("id");
  }
}
