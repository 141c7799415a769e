package dev.slipway.lab.attacks;

import static org.hamcrest.Matchers.is;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.processing.ProcessingProfile;
import dev.slipway.testing.ApiClient;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attacks that play a video wait until a worker has checked it. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
@TestProfile(ProcessingProfile.class)
class CheckedVideoAttackTest {
  private final ApiClient creator = ApiClient.as("creator2");

  @ParameterizedTest
  @ValueSource(strings = {"false-encoding", "play-after-deletion", "poison-file", "svg-as-video"})
  void attack(String name) {
    creator
        .request()
        .post("/api/lab/attacks/{name}", name)
        .then()
        .statusCode(200)
        .body("asExpected", is(true));
  }
}
