package dev.slipway.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.hamcrest.Matchers.containsString;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.CustomSettingsProfile;
import dev.slipway.testing.Mp4Header;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The longest lifetime is set, and shorter than the usual one. */
@QuarkusTest
@TestProfile(CustomSettingsProfile.class)
@WithTestResource(EmbeddedServicesResource.class)
class UrlLifetimeTest {
  private final ApiClient creator = ApiClient.as("creator");

  @Test
  void usualLifetimeIsAtMostTheLongest() {
    var id = creator.upload("clip.mp4", Mp4Header.bytes(3_000, 9)).getString("id");

    var url =
        creator
            .request()
            .contentType("application/json")
            .body(Map.of("operation", "play"))
            .post("/api/videos/{id}/urls", id)
            .then()
            .statusCode(201)
            .extract();

    assertThat(Instant.parse(url.path("expiresAt")))
        .isCloseTo(
            Instant.now().plus(CustomSettingsProfile.LONGEST_URL_LIFETIME),
            within(10, ChronoUnit.SECONDS));
    creator
        .request()
        .accept("text/html")
        .get("/videos/{id}", id)
        .then()
        .statusCode(200)
        .body(containsString("<video"));
  }
}
