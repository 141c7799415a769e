package dev.slipway.observability;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.Eventually;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class OperationsEndpointsTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  @Test
  void serveHealth() {
    given().get("/q/health/ready").then().statusCode(200);
    given().get("/q/health").then().statusCode(200).body(containsString("object store"));
  }

  @Test
  void serveOpenApiWithoutPages() {
    given()
        .get("/q/openapi?format=json")
        .then()
        .statusCode(200)
        .body("paths.'/api/uploads'.post", notNullValue())
        .body("paths", not(hasKey("/login")));
  }

  /** So that an alert about rejected logins says which endpoint they were for. */
  @Test
  void labelARequestWithoutAValidLoginWithItsPathTemplate() {
    given()
        .header("Authorization", "Bearer unknown")
        .get("/api/videos/aaaaaaaaaaaaaaaaaaaaaaaaaa")
        .then()
        .statusCode(401);

    Eventually.holds(
        "the request is counted",
        TIMEOUT,
        () ->
            given()
                .get("/q/metrics")
                .asString()
                .contains("status=\"401\",uri=\"/api/videos/{id}\""));
  }
}
