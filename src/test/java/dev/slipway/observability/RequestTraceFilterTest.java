package dev.slipway.observability;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.Asvs;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class RequestTraceFilterTest {
  private static final String HEADER = "X-Request-Id";
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String PARENT = "00-" + TRACE + "-b7ad6b7169203331-01";

  @Test
  @Asvs("16.2.1")
  void assignsAnIdToEachRequest() {
    var one = given().get("/login").header(HEADER);
    var other = given().get("/login").header(HEADER);

    assertThat(one).matches("[0-9a-f]{32}").isNotEqualTo(other);
  }

  @Test
  void sendsTheIdWithRejectedRequests() {
    given()
        .header("Sec-Fetch-Site", "cross-site")
        .post("/api/uploads")
        .then()
        .statusCode(403)
        .header(HEADER, matchesPattern("[0-9a-f]{32}"));
    given().get("/nowhere").then().statusCode(404).header(HEADER, matchesPattern("[0-9a-f]{32}"));
  }

  @Test
  void adoptsTheCallersTraceId() {
    given().header("traceparent", PARENT).get("/login").then().header(HEADER, equalTo(TRACE));
  }

  @Test
  void ignoresInvalidTraceparents() {
    for (var parent : new String[] {"", "00-" + "0".repeat(32) + "-b7ad6b7169203331-01", "x\"}"}) {
      assertThat(given().header("traceparent", parent).get("/login").header(HEADER))
          .matches("[0-9a-f]{32}")
          .isNotEqualTo("0".repeat(32));
    }
  }
}
