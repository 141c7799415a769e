package dev.slipway.lab.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class CapacityPagesTest {
  @ConfigProperty(name = "slipway.uploads.parts-from")
  MemorySize partsFrom;

  @ConfigProperty(name = "slipway.uploads.part-size")
  MemorySize partSize;

  @ConfigProperty(name = "slipway.notifications.keep")
  Duration notificationsKeep;

  @Test
  void showsTheFormulasWithTheirResults() {
    get("")
        .statusCode(200)
        .body(containsString("500 h × 3,600 s ÷ 60 s × 8 Mbit/s"))
        .body(containsString("240 Gbit/s"))
        .body(containsString("2.59 PB"))
        .body(containsString("1,788"))
        .body(containsString("the larger of 53 ÷ 2 processors and 240 Gbit/s ÷ 0.781 Gbit/s"))
        .body(containsString("almost all of it is delivery to viewers without a CDN"))
        .body(containsString("÷ 3,500 per second and prefix"))
        .body(containsString("((2 HEAD + 1 GET) × "))
        .body(containsString("240 Gbit/s ÷ 8 ÷ 2³⁰ × 1.88 s per GiB, rounded up"));
  }

  @Test
  void calculatesWithTheInputsOfTheAddress() {
    get("?volume=users&users=1000&share=50&size=20")
        .statusCode(200)
        .body(containsString("1,000 people × 50%"))
        .body(containsString("10 GB"))
        .body(containsString("one PUT, because the file is smaller than 64 MiB"));
  }

  @Test
  void explainsWhyALargeFileHasLargerParts() {
    get("?volume=users&size=5000000")
        .statusCode(200)
        .body(containsString("477 MiB, rounded up; larger than 16 MiB, so that 10,000 parts"));
    get("?volume=users&size=300").body(not(containsString("; larger than")));
  }

  @Test
  void numberOfViewersBelongsToTheService() {
    get("?volume=users").statusCode(200).body(containsString("value=\"86806\""));
    get("?volume=hours").statusCode(200).body(containsString("value=\"41666667\""));
    get("?volume=users&viewers=5").body(containsString("value=\"5\""));
  }

  @Test
  void explainsWhatCannotBeCalculated() {
    get("?hours=many&part=1&bitrate=%22%3E%3Cb%3E")
        .statusCode(400)
        .contentType("text/html")
        .body(containsString("Enter a number in digits"))
        .body(containsString("Enter a number from 5 to 5,120."))
        .body(containsString("value=\"many\""))
        .body(not(containsString("<b>")))
        .body(containsString("Correct the marked inputs"));
  }

  @Test
  void requiresALogin() {
    ApiClient.anonymous()
        .request()
        .get("/lab/capacity?hours=5")
        .then()
        .statusCode(303)
        .header("Location", containsString("/login"));
  }

  @Test
  void constantsAreTheDefaultsOfTheSettings() {
    assertThat((double) partsFrom.asLongValue()).isEqualTo(Estimate.PARTS_FROM);
    assertThat((double) partSize.asLongValue()).isEqualTo(Input.PART.defaultValue() * Estimate.MIB);
    assertThat((double) notificationsKeep.toDays()).isEqualTo(Estimate.NOTIFICATION_DAYS);
  }

  private static ValidatableResponse get(String query) {
    return ApiClient.as("viewer")
        .request()
        .urlEncodingEnabled(false)
        .get("/lab/capacity" + query)
        .then();
  }
}
