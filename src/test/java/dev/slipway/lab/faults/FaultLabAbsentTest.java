package dev.slipway.lab.faults;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

/** Without a relay, as in production, where none is in the build. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class FaultLabAbsentTest {
  private final ApiClient admin = ApiClient.as("admin");

  @Test
  void nothingOfItExists() {
    admin.request().get("/lab/faults").then().statusCode(404);
    admin.request().get("/api/lab/faults").then().statusCode(404);
    admin
        .request()
        .post("/api/lab/faults/stop-store")
        .then()
        .statusCode(404)
        .body("code", equalTo("not-found"));
    admin.request().delete("/api/lab/faults/stop-store").then().statusCode(404);
    ApiClient.as("creator").request().get("/lab/faults").then().statusCode(404);
    ApiClient.anonymous().request().get("/lab/faults").then().statusCode(404);
  }

  @Test
  void theIndexDoesNotLinkToIt() {
    admin.request().get("/lab").then().statusCode(200).body(not(containsString("/lab/faults")));
  }

  @Test
  void theQuestionsSayWhereItExists() {
    admin
        .request()
        .get("/lab/questions")
        .then()
        .statusCode(200)
        .body(not(containsString("/lab/faults")))
        .body(containsString("Needs the fault lab."));
  }
}
