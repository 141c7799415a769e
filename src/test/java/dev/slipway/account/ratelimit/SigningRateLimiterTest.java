package dev.slipway.account.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;

import dev.slipway.account.AccountRunner;
import dev.slipway.account.CurrentAccount;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Asvs;
import dev.slipway.testing.LowLimitsProfile;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(LowLimitsProfile.class)
@WithTestResource(EmbeddedServicesResource.class)
class SigningRateLimiterTest {
  private static final String UNKNOWN_UPLOAD_URL = "/api/uploads/aaaaaaaaaaaaaaaaaaaaaaaaaa/url";

  @Inject SigningBuckets buckets;
  @Inject CurrentAccount caller;
  @Inject SigningMetrics metrics;
  @Inject AccountRunner runner;

  @Test
  @Asvs("2.4.1")
  void limitsEachAccountSeparately() {
    var creator = ApiClient.as("creator");
    for (var i = 0; i < LowLimitsProfile.SIGN_BURST; i++) {
      creator.open("clip.mp4", "video/mp4", new byte[] {1});
    }

    var before = creator.request().get("/api/uploads").jsonPath().getList("id");

    assertRateLimited(open(creator));
    // All signing endpoints share the limit, and apply it before they look anything up.
    assertRateLimited(creator.request().put(UNKNOWN_UPLOAD_URL));
    assertRateLimited(
        creator
            .request()
            .contentType(ContentType.JSON)
            .body("{\"operation\":\"play\"}")
            .post("/api/videos/aaaaaaaaaaaaaaaaaaaaaaaaaa/urls"));
    assertRateLimited(
        creator
            .request()
            .contentType(ContentType.JSON)
            .body("{\"url\":\"https://store.example/\"}")
            .post("/api/lab/inspections"));
    for (var playlist : List.of("master", "aaaaaaaaaaaaaaaaaaaaaaaaaa")) {
      var address = "/api/videos/aaaaaaaaaaaaaaaaaaaaaaaaaa/hls/%s.m3u8".formatted(playlist);
      assertRateLimited(creator.request().get(address));
    }
    assertThat(creator.request().get("/api/uploads").jsonPath().getList("id")).isEqualTo(before);
    ApiClient.as("creator2").open("clip.mp4", "video/mp4", new byte[] {1});
  }

  @Test
  void ignoresAnonymousRequests() {
    for (var i = 0; i <= LowLimitsProfile.SIGN_BURST; i++) {
      ApiClient.anonymous().request().put(UNKNOWN_UPLOAD_URL).then().statusCode(401);
    }
  }

  /** Clients of SFTP don't repeat a request that was refused. */
  @Test
  void waitsForAPermit() throws Exception {
    var limiter =
        new SigningRateLimiter(onePerSecond(), buckets, caller, metrics, Clock.systemUTC());
    var identity =
        QuarkusSecurityIdentity.builder()
            .setPrincipal(new QuarkusPrincipal("waits-for-permits"))
            .build();

    runner.call(
        identity,
        () -> {
          limiter.awaitPermit(Duration.ZERO);
          assertThatThrownBy(() -> limiter.awaitPermit(Duration.ofMillis(10)))
              .hasMessageContaining("Too many files at once");
          var start = System.nanoTime();
          limiter.awaitPermit(Duration.ofSeconds(5));
          return assertThat(Duration.ofNanos(System.nanoTime() - start))
              .isBetween(Duration.ofMillis(1), Duration.ofSeconds(4));
        });
  }

  private static RateLimitConfig onePerSecond() {
    var settings = Map.of("slipway.limits.sign-burst", "1", "slipway.limits.sign-per-second", "1");
    return new SmallRyeConfigBuilder()
        .addDiscoveredConverters()
        .withSources(new PropertiesConfigSource(settings, "settings", 300))
        .withMapping(RateLimitConfig.class)
        .build()
        .getConfigMapping(RateLimitConfig.class);
  }

  private static void assertRateLimited(Response answer) {
    answer
        .then()
        .statusCode(429)
        .contentType("application/problem+json")
        .body("code", equalTo("too-many-requests"));
    assertThat(Integer.parseInt(answer.getHeader("Retry-After"))).isBetween(1, 1000);
  }

  private static Response open(ApiClient caller) {
    return caller
        .request()
        .contentType(ContentType.JSON)
        .body("{\"fileName\":\"a.mp4\",\"contentType\":\"video/mp4\",\"size\":1}")
        .post("/api/uploads");
  }
}
