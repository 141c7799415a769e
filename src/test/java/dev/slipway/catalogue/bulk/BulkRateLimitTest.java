package dev.slipway.catalogue.bulk;

import static io.restassured.http.ContentType.JSON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import dev.slipway.account.ratelimit.RateLimitConfig;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An account that sends too many requests for several videos is asked to wait. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class BulkRateLimitTest {
  @Inject RateLimitConfig config;

  /** With an account that no other test of such requests uses. */
  @Test
  void limitsTheRequestsOfAnAccount() {
    var admin = ApiClient.as("admin");
    var response = change(admin);
    for (var i = 0; response.statusCode() == 200 && i < 10 * config.bulkBurst(); i++) {
      response = change(admin);
    }

    response
        .then()
        .statusCode(429)
        .contentType("application/problem+json")
        .body("detail", containsString("Wait a moment"));
    assertThat(Integer.parseInt(response.getHeader("Retry-After"))).isPositive();
    assertThat(change(ApiClient.as("creator")).statusCode()).isEqualTo(200);
  }

  private static Response change(ApiClient caller) {
    return caller
        .request()
        .contentType(JSON)
        .body(Map.of("ids", List.of("a".repeat(26)), "deleted", true))
        .post("/api/videos/bulk");
  }
}
