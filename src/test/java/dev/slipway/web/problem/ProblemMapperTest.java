package dev.slipway.web.problem;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class ProblemMapperTest {
  @Test
  void answersBrowsersWithPagesAndProgramsWithProblems() {
    given()
        .get("/nothing-here")
        .then()
        .statusCode(404)
        .contentType("text/html")
        .body(containsString("Not found"));
    ApiClient.as("creator")
        .request()
        .get("/api/nothing-here")
        .then()
        .statusCode(404)
        .contentType("application/problem+json")
        .body("code", equalTo("not-found"))
        .body(not(containsString("Exception")));
    ApiClient.anonymous().request().get("/api/nothing-here").then().statusCode(401);
  }
}
