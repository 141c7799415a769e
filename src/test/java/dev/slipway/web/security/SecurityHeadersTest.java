package dev.slipway.web.security;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Asvs;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class SecurityHeadersTest {
  @ConfigProperty(name = "slipway.store.endpoint")
  String storeEndpoint;

  @Test
  @Asvs({"3.2.1", "3.4.3", "3.4.4", "3.4.5", "3.4.6", "3.4.8", "3.5.8", "14.3.2"})
  void areSentWithPagesFilesAndTheApi() {
    for (var path : List.of("/login", "/videos", "/api/videos", "/q/health/ready")) {
      assertSecurityHeaders(get(path), 200, "no-store");
    }
    for (var path : List.of("/web/base.css", "/uploads/client/upload.js", "/web/favicon.svg")) {
      assertSecurityHeaders(get(path), 200, "no-cache");
    }
  }

  @Test
  @Asvs({"3.2.1", "3.4.3", "3.4.4", "3.4.5", "3.4.6", "3.4.8", "3.5.8", "14.3.2"})
  void sendsSecurityHeadersWithRedirectsAndErrors() {
    assertSecurityHeaders(get("/admin/videos"), 303, "no-store");
    assertSecurityHeaders(get("/api/me"), 401, "no-store");
    assertSecurityHeaders(get("/nothing-here"), 404, "no-store");
    assertSecurityHeaders(get("/web/nothing-here.css"), 404, "no-store");
    assertSecurityHeaders(given().delete("/login"), 405, "no-store");
    var crossSite = given().header("Sec-Fetch-Site", "cross-site").post("/api/uploads");
    assertSecurityHeaders(crossSite, 403, "no-store");
    var wrongType =
        ApiClient.as("creator").request().contentType("text/plain").body("a").post("/api/uploads");
    assertSecurityHeaders(wrongType, 415, "no-store");
  }

  @Test
  @Asvs("3.4.5")
  void theAddressOfAShareLinkIsSentToNoPage() {
    for (var response :
        List.of(get("/share/secret"), given().put("/share/secret"), get("/share/a/nothing-here"))) {
      assertThat(response.statusCode()).isGreaterThanOrEqualTo(400);
      assertThat(response.getHeaders().getValues("Referrer-Policy"))
          .containsExactly("strict-origin");
    }
  }

  private void assertSecurityHeaders(Response response, int status, String cacheControl) {
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.getHeaders().getValues("X-Content-Type-Options"))
        .containsExactly("nosniff");
    assertThat(response.getHeaders().getValues("Referrer-Policy")).containsExactly("same-origin");
    assertThat(response.getHeaders().getValues("Cross-Origin-Opener-Policy"))
        .containsExactly("same-origin");
    assertThat(response.getHeaders().getValues("Cross-Origin-Resource-Policy"))
        .containsExactly("same-origin");
    assertThat(response.getHeaders().getValues("Permissions-Policy"))
        .containsExactly("camera=(), microphone=(), geolocation=()");
    assertThat(response.getHeaders().getValues("Cache-Control")).containsExactly(cacheControl);
    assertThat(response.getHeader("Content-Security-Policy"))
        .contains("default-src 'none'", "script-src 'self';", "frame-ancestors 'none'")
        .contains("connect-src 'self' " + storeEndpoint)
        .doesNotContain("unsafe", "*");
  }

  private static Response get(String path) {
    return given().redirects().follow(false).get(path);
  }
}
