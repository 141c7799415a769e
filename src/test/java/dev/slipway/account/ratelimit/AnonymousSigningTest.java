package dev.slipway.account.ratelimit;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Asvs;
import dev.slipway.testing.BehindProxyProfile;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Test;

/**
 * Strangers who request URLs of videos, by the address that the proxy forwards. They are asked to
 * log in for a video that they may not see, until the limit of their address is reached.
 */
@QuarkusTest
@TestProfile(BehindProxyProfile.class)
@WithTestResource(EmbeddedServicesResource.class)
class AnonymousSigningTest {
  private static final String UNKNOWN_VIDEO = "aaaaaaaaaaaaaaaaaaaaaaaaaa";

  @Test
  @Asvs("2.4.1")
  void limitsTheRequestsOfEachAddress() {
    for (var i = 0; i < BehindProxyProfile.ANONYMOUS_SIGN_BURST; i++) {
      sign(from("192.0.2.20")).then().statusCode(401);
    }

    var refused = sign(from("192.0.2.20"));
    refused
        .then()
        .statusCode(429)
        .contentType("application/problem+json")
        .body("code", equalTo("too-many-requests"))
        .body("detail", containsString("without a login"));
    assertThat(Integer.parseInt(refused.getHeader("Retry-After"))).isPositive();
    sign(from("192.0.2.21")).then().statusCode(401);
  }

  @Test
  void limitsTheNetworkOfAnIpv6Address() {
    for (var i = 0; i < BehindProxyProfile.ANONYMOUS_SIGN_BURST; i++) {
      sign(from("2001:db8:20:1::" + i)).then().statusCode(401);
    }

    sign(from("2001:db8:20:1:ffff:ffff:ffff:ffff")).then().statusCode(429);
    sign(from("2001:db8:20:2::1")).then().statusCode(401);
  }

  /** The page that plays a video contains a signed URL as well. */
  @Test
  void limitsThePageThatPlaysAVideo() {
    for (var i = 0; i < BehindProxyProfile.ANONYMOUS_SIGN_BURST; i++) {
      watch(from("192.0.2.22")).then().statusCode(303);
    }

    var refused = watch(from("192.0.2.22"));
    refused.then().statusCode(429).contentType("text/html").body(containsString("without a login"));
    assertThat(Integer.parseInt(refused.getHeader("Retry-After"))).isPositive();
    sign(from("192.0.2.22")).then().statusCode(429);
    from("192.0.2.22").get("/videos/{id}/download", UNKNOWN_VIDEO).then().statusCode(429);
    from("192.0.2.22").get("/videos").then().statusCode(200);
  }

  /** People behind one address who are logged in have the limit of their account. */
  @Test
  void doesNotLimitAccountsByAddress() {
    for (var i = 0; i <= BehindProxyProfile.ANONYMOUS_SIGN_BURST; i++) {
      sign(from("192.0.2.23"));
    }

    sign(ApiClient.as("viewer").request().header("X-Forwarded-For", "192.0.2.23"))
        .then()
        .statusCode(404);
  }

  private static RequestSpecification from(String address) {
    return given().redirects().follow(false).header("X-Forwarded-For", address);
  }

  private static Response sign(RequestSpecification caller) {
    return caller
        .contentType(ContentType.JSON)
        .body("{\"operation\":\"play\"}")
        .post("/api/videos/{id}/urls", UNKNOWN_VIDEO);
  }

  private static Response watch(RequestSpecification caller) {
    return caller.get("/videos/{id}", UNKNOWN_VIDEO);
  }
}
