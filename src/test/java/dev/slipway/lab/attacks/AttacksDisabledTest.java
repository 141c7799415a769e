package dev.slipway.lab.attacks;

import static dev.slipway.testing.BehindProxyProfile.PREFIX;
import static org.hamcrest.Matchers.equalTo;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.BehindProxyProfile;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(BehindProxyProfile.class)
@WithTestResource(EmbeddedServicesResource.class)
class AttacksDisabledTest {
  private final ApiClient admin = ApiClient.as("admin");

  @Test
  void nothingCanBeAttackedWithoutTheLab() {
    admin
        .request()
        .post(PREFIX + "/api/lab/attacks/late")
        .then()
        .statusCode(404)
        .body("code", equalTo("not-found"));
    admin.request().get(PREFIX + "/api/lab/attacks").then().statusCode(404);
    admin.request().get(PREFIX + "/lab/attacks").then().statusCode(404);
  }
}
