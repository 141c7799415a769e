package dev.slipway.account.oidc;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.BehindProxyProfile;
import dev.slipway.testing.Eventually;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Slipway and the provider are below paths of the same host, behind a proxy with TLS. */
@QuarkusTest
@TestProfile(BehindProxyProfile.class)
@WithTestResource(EmbeddedServicesResource.class)
class OidcBelowPathTest {
  private static final String APP =
      "https://" + BehindProxyProfile.HOST + BehindProxyProfile.PREFIX;

  @ConfigProperty(name = "slipway.oidc.issuer")
  URI issuer;

  private TestProvider provider;

  @BeforeEach
  void start() {
    provider = TestProvider.start(issuer.getPort());
    provider.respond(
        "/.well-known/openid-configuration",
        200,
        """
        {"issuer": "%1$s", "token_endpoint": "%1$s/token", "jwks_uri": "%1$s/keys",
        "authorization_endpoint": "https://tools.example/id/authorize",
        "end_session_endpoint": "https://tools.example/id/logout"}
        """
            .formatted(issuer));
    Eventually.holds("the provider is reachable", () -> begin().statusCode() == 303);
  }

  @AfterEach
  void stop() {
    provider.close();
  }

  @Test
  void usesAddressesWithThePath() {
    var begun = begin();
    var location = URI.create(begun.header("Location"));
    assertThat(location.toString()).startsWith("https://tools.example/id/authorize?");
    var query = TestProvider.parseQuery(location.getRawQuery());
    assertThat(query).containsEntry("redirect_uri", APP + "/login/oidc/callback");
    var cookie = begun.detailedCookies().asList().get(0);
    assertThat(cookie.getName()).isEqualTo("__Host-slipway_oidc_video");
    assertThat(cookie.isSecured()).isTrue();

    var token = TestProvider.sign(provider.claims("below", query.get("nonce")));
    var response =
        request()
            .cookies(begun.cookies())
            .queryParam("code", provider.issueCode(query, token))
            .queryParam("state", query.get("state"))
            .get("/video/login/oidc/callback");

    response.then().statusCode(303);
    assertThat(response.header("Location")).isEqualTo(APP + "/videos/mine");
    var page = request().cookies(response.cookies()).post("/video/logout").asString();
    assertThat(page)
        .contains("https://tools.example/id/logout?")
        .contains("post_logout_redirect_uri=https%3A%2F%2Ftools.example%2Fvideo%2Flogin");
    assertThat(request().get("/video/login").asString()).contains("/video/login/oidc?return=");
  }

  private static Response begin() {
    return request().queryParam("return", "/video/videos/mine").get("/video/login/oidc");
  }

  private static RequestSpecification request() {
    return given()
        .redirects()
        .follow(false)
        .header("X-Forwarded-For", "198.51.100.7")
        .header("X-Forwarded-Proto", "https")
        .header("X-Forwarded-Host", BehindProxyProfile.HOST);
  }
}
