package dev.slipway.lab.attacks;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.IntegrationsProfile;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
@TestProfile(IntegrationsProfile.class)
class AttackNotApplicableTest {
  private final ApiClient creator = ApiClient.as("creator2");

  @ParameterizedTest
  @ValueSource(strings = {"forged-notification", "replayed-notification", "lying-notification"})
  void sendsNoNotificationWithoutTheWebhook(String name) {
    creator
        .request()
        .post("/api/lab/attacks/{name}", name)
        .then()
        .statusCode(409)
        .body("code", equalTo("attack-not-applicable"))
        .body(
            "detail",
            equalTo("Not applicable here: this installation receives notifications by kafka."));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "part-number-swapped",
        "part-of-another-upload",
        "missing-part",
        "other-file-on-resume"
      })
  void attacksNoPartIfNoFileIsSentInParts(String name) {
    creator
        .request()
        .post("/api/lab/attacks/{name}", name)
        .then()
        .statusCode(409)
        .body("code", equalTo("attack-not-applicable"))
        .body(
            "detail", startsWith("Not applicable here: this installation sends no file in parts"));
  }
}
