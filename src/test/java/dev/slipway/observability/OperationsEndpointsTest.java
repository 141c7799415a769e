package dev.slipway.observability;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import dev.slipway.embedded.EmbeddedServicesResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class OperationsEndpointsTest {
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
}
