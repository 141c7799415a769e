package dev.slipway.account.ratelimit;

import static io.restassured.http.ContentType.HTML;
import static io.restassured.http.ContentType.JSON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.observability.Metrics;
import dev.slipway.rights.Endpoint;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Asvs;
import dev.slipway.testing.LowLimitsProfile;
import dev.slipway.testing.MetricsScrape;
import dev.slipway.testing.MultipartTestFile;
import dev.slipway.testing.TestAccount;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(LowLimitsProfile.class)
@WithTestResource(EmbeddedServicesResource.class)
@Asvs("2.4.1")
class AccountRateLimiterTest {
  private static final String UNKNOWN_ID = "aaaaaaaaaaaaaaaaaaaaaaaaaa";

  /**
   * Endpoints that change something, except those that count as a change; and others that count. A
   * row says against which limit, or that no login is needed, so that another limit has to hold.
   */
  private static final String EXCEPTIONS =
      """
      GET    /api/videos/export                   change
      POST   /api/lab/attacks/{name}              sign
      POST   /api/lab/choices/{name}              sign
      POST   /api/lab/inspections                 sign
      POST   /api/uploads                         sign
      PUT    /api/uploads/{id}/completion         check
      POST   /api/uploads/{id}/parts              sign
      PUT    /api/uploads/{id}/url                sign
      POST   /api/videos/{id}/shares              sign
      POST   /api/videos/{id}/urls                sign
      POST   /api/videos/{id}/poster/images       sign
      POST   /invitations/{token}                 no login
      POST   /login                               no login
      POST   /login/oidc/backchannel-logout       no login
      POST   /logout                              no login
      POST   /notifications/s3                    no login
      POST   /share/{token}                       sign
      POST   /videos/{id}/shares                  sign
      """;

  @Test
  void everyEndpointThatChangesSomethingIsLimited() {
    assertThat(
            Endpoint.all().stream()
                .filter(AccountRateLimiterTest::isException)
                .map(
                    endpoint ->
                        "%-6s %-36s %s"
                            .formatted(endpoint.method(), endpoint.path(), limitOf(endpoint)))
                .sorted())
        .containsExactlyElementsOf(EXCEPTIONS.lines().sorted().toList());
  }

  @Test
  void limitsTheChangesOfEachAccount() {
    var account = TestAccount.creator();
    var client = ApiClient.with(account.logIn("Test"));
    var before = refusals("change");
    for (var i = 0; i < LowLimitsProfile.CHANGE_BURST; i++) {
      edit(client).then().statusCode(404);
    }

    assertRefused(edit(client), "Too many changes.");
    assertThat(refusals("change")).isEqualTo(before + 1);
    var form = client.request().formParam("title", "x").post("/videos/{id}/details", UNKNOWN_ID);
    form.then().statusCode(429).contentType(HTML).body(containsString("Too many changes."));
    assertHasRetryAfter(form);
    assertRefused(client.request().get("/api/videos/export"), "Too many changes.");

    client.request().get("/api/uploads").then().statusCode(200);
    edit(ApiClient.with(TestAccount.creator().logIn("Test"))).then().statusCode(404);
    client.request().post("/logout").then().statusCode(303);
  }

  @Test
  void countsEachVideoOfABulkChange() {
    var client = ApiClient.with(TestAccount.creator().logIn("Test"));
    var videos = IntStream.range(0, 3 * LowLimitsProfile.CHANGE_BURST).mapToObj(this::id).toList();

    // More than a burst.
    change(client, videos).then().statusCode(200);

    assertRefused(change(client, videos.subList(0, 1)), "Too many changes.");
  }

  @Test
  void limitsRequestsThatAskTheStore() {
    var client = ApiClient.with(TestAccount.creator().logIn("Test"));
    var file = MultipartTestFile.open(client);
    var small = client.open("clip.mp4", "video/mp4", new byte[] {1}).getString("id");
    client.request().get("/api/uploads/{id}", file.id()).then().statusCode(200);
    complete(client, UNKNOWN_ID).then().statusCode(404);

    assertRefused(complete(client, file.id()), "ask the store");
    assertRefused(client.request().get("/api/uploads/{id}", file.id()), "ask the store");

    client.request().get("/api/uploads/{id}", small).then().statusCode(200);
    client.request().delete("/api/uploads/{id}", file.id()).then().statusCode(204);
  }

  @Test
  void limitsThePartsOfAnAccount() {
    var client = ApiClient.with(TestAccount.creator().logIn("Test"));
    var file = MultipartTestFile.open(client);
    file.requestUrls(List.of(file.part(1), file.part(2), file.part(3))).statusCode(200);

    var response = file.requestUrls(List.of(file.part(4), file.part(5))).extract().response();

    assertRefused(response, "Too many parts");
  }

  @Test
  void limitsWithoutASettingRiseWithThatOfSigning() {
    assertThat(AccountRateLimiter.burst(1_000, 1, config("300"))).isEqualTo(1_000);
    assertThat(AccountRateLimiter.burst(1_000, 1, config("5000"))).isEqualTo(5_000);
    assertThat(AccountRateLimiter.burst(1_000, 25, config("2000000000")))
        .isEqualTo(Integer.MAX_VALUE);
    assertThat(AccountRateLimiter.perSecond(50, 1, config("30"))).isEqualTo(50);
    assertThat(AccountRateLimiter.perSecond(500, 25, config("30"))).isEqualTo(750);
  }

  private static RateLimitConfig config(String signing) {
    return new SmallRyeConfigBuilder()
        .withMapping(RateLimitConfig.class)
        .withDefaultValue("slipway.limits.sign-burst", signing)
        .withDefaultValue("slipway.limits.sign-per-second", signing)
        .build()
        .getConfigMapping(RateLimitConfig.class);
  }

  private String id(int number) {
    return UNKNOWN_ID.substring(1) + (char) ('a' + number);
  }

  private static boolean isException(Endpoint endpoint) {
    var changes = List.of("POST", "PUT", "PATCH", "DELETE").contains(endpoint.method());
    return changes != limitOf(endpoint).equals("change");
  }

  private static String limitOf(Endpoint endpoint) {
    var method = endpoint.implementation();
    var signs = method.isAnnotationPresent(SigningRateLimited.class);
    return AccountRateFilter.limitOf(endpoint.method(), method)
        .map(Metrics::labelValue)
        .or(() -> signs ? Optional.of("sign") : Optional.empty())
        .orElse("no login");
  }

  private static Response edit(ApiClient client) {
    return client
        .request()
        .contentType(JSON)
        .body(Map.of("title", "x"))
        .patch("/api/videos/{id}", UNKNOWN_ID);
  }

  private static Response change(ApiClient client, List<String> ids) {
    return client
        .request()
        .contentType(JSON)
        .body(Map.of("ids", ids, "deleted", true))
        .post("/api/videos/bulk");
  }

  private static Response complete(ApiClient client, String id) {
    return client.request().put("/api/uploads/{id}/completion", id);
  }

  private static double refusals(String limit) {
    return MetricsScrape.now().value("slipway_account_limited_total", Map.of("limit", limit));
  }

  private static void assertRefused(Response response, String detail) {
    response
        .then()
        .statusCode(429)
        .contentType("application/problem+json")
        .body("code", equalTo("too-many-requests"))
        .body("detail", containsString(detail));
    assertHasRetryAfter(response);
  }

  private static void assertHasRetryAfter(Response response) {
    assertThat(Integer.parseInt(response.getHeader("Retry-After"))).isPositive();
  }
}
