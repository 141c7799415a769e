package dev.slipway.web.problem;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Asvs;
import dev.slipway.testing.CapturedLog;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.ws.rs.core.UriInfo;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class ProblemMapperTest {
  @Test
  @Asvs({"16.5.1", "16.5.4"})
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

  @Asvs({"16.3.4", "16.5.1"})
  @Test
  void logsUnexpectedErrorsAndHidesTheirDetails() {
    var error = new IllegalStateException("insert into account values ('secret')");

    try (var log = CapturedLog.of(ProblemMapper.class.getName())) {
      var response = new ProblemMapper(null).serverError(error, uriOf("/api/videos")).await();
      var problem = response.indefinitely();

      assertThat(problem.getStatus()).isEqualTo(500);
      assertThat(problem.getEntity().toString())
          .contains("internal-error")
          .doesNotContain("secret", "IllegalState");
      assertThat(log.all()).singleElement().asString().contains("Failed: /api/videos");
      assertThat(log.errors()).containsExactly(error);
    }
  }

  private static UriInfo uriOf(String path) {
    return (UriInfo)
        Proxy.newProxyInstance(
            UriInfo.class.getClassLoader(),
            new Class<?>[] {UriInfo.class},
            (proxy, method, arguments) -> method.getName().equals("getPath") ? path : null);
  }
}
