package dev.slipway.catalogue.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.SmallVideos;
import dev.slipway.web.security.ContentSecurityPolicy;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class EmbedPagesTest {
  @Inject ContentSecurityPolicy policy;

  private final ApiClient creator = ApiClient.as("creator");
  private final ApiClient anonymous = ApiClient.anonymous();

  @ParameterizedTest
  @ValueSource(strings = {"public", "unlisted"})
  void showsVideosThatNeedNoLogin(String visibility) {
    var id = uploadVideo(visibility);

    var page = embed(anonymous, id);

    page.then().statusCode(200).body(containsString("id=\"player\""));
    assertThat(page.getHeaders().getValues(ContentSecurityPolicy.HEADER))
        .singleElement()
        .asString()
        .endsWith("frame-ancestors 'self'")
        .contains("default-src 'none'");
    assertThat(page.getHeader("Set-Cookie")).isNull();
  }

  @Test
  void showsNoPrivateVideoNotEvenToItsOwner() {
    var id = uploadVideo("private");

    for (var client : new ApiClient[] {anonymous, creator}) {
      embed(client, id)
          .then()
          .statusCode(404)
          .body(containsString("isn’t available"))
          .body(containsString("href=\"/videos/" + id + "\" target=\"_blank\""))
          .body(not(containsString("X-Amz-Signature")))
          .header(ContentSecurityPolicy.HEADER, containsString("frame-ancestors 'self'"));
    }
    embed(anonymous, "nothing").then().statusCode(404).body(not(containsString("href=\"/videos/")));
  }

  @Test
  void offersNoCodeThatOtherSitesCouldNotUse() {
    anonymous
        .request()
        .get("/videos/" + uploadVideo("public"))
        .then()
        .statusCode(200)
        .body(not(containsString("Copy embed code")))
        .header(ContentSecurityPolicy.HEADER, containsString("frame-ancestors 'none'"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*",
        "'self' https://www.example.com",
        "https://*.example.com http://localhost:*",
        "https: http://[::1]:8080"
      })
  void acceptsOtherSites(String ancestors) {
    var embedding = new EmbedPolicy(() -> " " + ancestors.replace(" ", "  "), policy);

    assertThat(embedding.allowsOthers()).isTrue();
    assertThat(embedding.header()).endsWith("frame-ancestors " + ancestors);
  }

  @ParameterizedTest
  @ValueSource(strings = {"'self'", "'none'"})
  void acceptsNoOtherSites(String ancestors) {
    var embedding = new EmbedPolicy(() -> ancestors, policy);

    assertThat(embedding.allowsOthers()).isFalse();
    assertThat(embedding.header()).endsWith("frame-ancestors " + ancestors);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "example.com",
        "self",
        "'none' https://example.com",
        "https://example.com; script-src *",
        "https://example.com,https://example.org",
        "https://example.com/path",
        "https://ex ample"
      })
  void refusesWhatIsNoSource(String ancestors) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new EmbedPolicy(() -> ancestors, policy))
        .withMessageContaining("SLIPWAY_EMBED_ANCESTORS");
  }

  private static Response embed(ApiClient client, String id) {
    return client.request().get("/videos/{id}/embed", id);
  }

  private String uploadVideo(String visibility) {
    var id = creator.upload("clip.mp4", SmallVideos.next()).getString("id");
    creator
        .request()
        .contentType("application/json")
        .body(Map.of("visibility", visibility))
        .patch("/api/videos/{id}", id)
        .then()
        .statusCode(200);
    return id;
  }
}
