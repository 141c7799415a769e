package dev.slipway.web.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class AllowedMethodsTest {
  private final ApiClient creator = ApiClient.as("creator");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          POST  | /api/me                       | GET, HEAD, OPTIONS
          PUT   | /api/videos                   | GET, HEAD, OPTIONS
          PUT   | /api/videos/x                 | DELETE, GET, HEAD, OPTIONS, PATCH
          PUT   | /api/videos/x/urls            | OPTIONS, POST
          GET   | /api/videos/x/urls            | OPTIONS, POST
          TRACE | /api/videos/x/urls            | OPTIONS, POST
          PUT   | /api/videos/x/hls/master.m3u8 | GET, HEAD, OPTIONS
          PUT   | /api/webhooks/x               | DELETE, GET, HEAD, OPTIONS, PATCH
          PATCH | /api/webhooks/x/deliveries    | GET, HEAD, OPTIONS
          PUT   | /notifications/s3             | OPTIONS, POST
          """)
  void listsTheMethodsOfAnAddress(String method, String path, String methods) {
    creator
        .request()
        .request(method, path)
        .then()
        .statusCode(405)
        .contentType("application/problem+json")
        .body("code", equalTo("method-not-allowed"))
        .body("detail", containsString(methods))
        .header("Allow", methods);
    assertThat(options(creator, path).getHeaders().getValues("Allow")).containsExactly(methods);
  }

  /** What differs from an unknown address would tell a stranger that it exists. */
  @ParameterizedTest
  @ValueSource(strings = {"/api/accounts", "/api/videos/x", "/api/nothing"})
  void strangersLearnNothingAboutAnAddressOfTheApi(String path) {
    for (var method : List.of("OPTIONS", "TRACE", "PUT")) {
      ApiClient.anonymous()
          .request()
          .request(method, path)
          .then()
          .statusCode(401)
          .header("Allow", nullValue())
          .header("WWW-Authenticate", "Bearer")
          .body("code", equalTo("unauthenticated"));
    }
    for (var method : List.of("OPTIONS", "TRACE")) {
      ApiClient.withToken("slipway_" + "a".repeat(52))
          .request()
          .request(method, path)
          .then()
          .statusCode(401)
          .header("WWW-Authenticate", containsString("invalid_token"));
    }
  }

  @Test
  void strangersSeeTheMethodsOfOtherAddresses() {
    assertThat(options(ApiClient.anonymous(), "/notifications/s3").getHeader("Allow"))
        .isEqualTo("OPTIONS, POST");
    assertThat(options(ApiClient.anonymous(), "/login").statusCode()).isEqualTo(204);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          DELETE | /login    | GET, HEAD, OPTIONS, POST
          DELETE | /         | GET, HEAD, OPTIONS
          POST   | /videos   | GET, HEAD, OPTIONS
          POST   | /videos/x | GET, HEAD, OPTIONS
          GET    | /logout   | OPTIONS, POST
          """)
  void listsTheMethodsOfAPage(String method, String path, String methods) {
    creator
        .request()
        .request(method, path)
        .then()
        .statusCode(405)
        .contentType("text/html")
        .header("Allow", methods);
    assertThat(options(creator, path).getHeader("Allow")).isEqualTo(methods);
  }

  /** A refused form is shown at its own address, which people load again or keep as a bookmark. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /videos/x/captions                   | /videos/x
          /videos/x/captions/en/deletion       | /videos/x
          /videos/x/shares/y/revocation        | /videos/x/shares
          /videos/mine/bulk?action=trash       | /videos/mine
          /account/password                    | /account
          /account/sessions/x/termination      | /account
          /tokens/x/revocation                 | /tokens
          /webhooks/x/deliveries/1/replay      | /webhooks/x
          /admin/accounts/a%20b/quota          | /admin/accounts/a%20b
          /admin/accounts/x/access/tokens/y/revocation | /admin/accounts/x
          /admin/inbox/1/replays               | /admin/inbox/1
          /admin/processing/x/requests         | /admin/processing
          /admin/videos/views                  | /admin/videos
          """)
  void theAddressOfAFormLeadsToItsPage(String path, String page) {
    ApiClient.as("admin")
        .request()
        .redirects()
        .follow(false)
        .urlEncodingEnabled(false)
        .get(path)
        .then()
        .statusCode(303)
        .header("Location", endsWith(page));
  }

  @Test
  void anAddressThatOnlyProgramsPostToLeadsNowhere() {
    creator.request().get("/login/oidc/backchannel-logout").then().statusCode(405);
  }

  @Test
  void anUnknownAddressHasNoMethods() {
    assertThat(options(creator, "/api/nothing").statusCode()).isEqualTo(404);
    assertThat(options(ApiClient.anonymous(), "/api/nothing").statusCode()).isEqualTo(401);
    creator.request().request("TRACE", "/api/nothing").then().statusCode(404);
  }

  private static Response options(ApiClient client, String path) {
    return client.request().options(path);
  }
}
