package dev.slipway.lab.attacks;

import static org.hamcrest.Matchers.equalTo;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.processing.QueuedProcessingProfile;
import dev.slipway.testing.ApiClient;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;

/** Attacks that play a video, while no worker checks it. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
@TestProfile(QueuedProcessingProfile.class)
class UncheckedVideoAttackTest {
  private final ApiClient creator = ApiClient.as("creator2");

  @Test
  void reportsThatTheVideoIsStillBeingChecked() {
    creator
        .request()
        .post("/api/lab/attacks/{name}", "false-encoding")
        .then()
        .statusCode(409)
        .body("code", equalTo("attack-not-applicable"))
        .body(
            "detail",
            equalTo("The video is still being checked. See Media programs in the doctor."));
  }
}
