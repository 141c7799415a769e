package dev.slipway.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.Asvs;
import dev.slipway.testing.CapturedLog;
import dev.slipway.testing.HostClient;
import dev.slipway.testing.LowLimitsProfile;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Requests for host names of others. A page on such a host could otherwise log in with a published
 * password, because its browser sends the requests here after its name changed to a loopback
 * address (DNS rebinding).
 */
@QuarkusTest
@TestProfile(LowLimitsProfile.class)
@WithTestResource(EmbeddedServicesResource.class)
class DemoHostFilterTest {
  private static final String EVIL = "evil.example";

  @Test
  @Asvs("6.3.2")
  void refusesHostNamesOfOthers() {
    for (var host :
        List.of(
            EVIL,
            "localhost.evil.example",
            "127.0.0.1.evil.example",
            "evil-localhost",
            "video.lan.evil.example",
            "169.254.169.254",
            "[::2]")) {
      for (var version : List.of(HttpVersion.HTTP_1_1, HttpVersion.HTTP_2)) {
        var response = HostClient.get(version, host, "/login", "*/*");
        assertThat(response.status()).as("%s over %s", host, version).isEqualTo(421);
      }
    }
  }

  @Test
  void refusesThemOnEveryAddress() {
    for (var path :
        List.of("/", "/videos", "/api/me", "/api/videos", "/web/base.css", "/q/openapi", "/none")) {
      assertThat(get(EVIL, path)).as(path).isEqualTo(421);
    }
    var login = HostClient.send(HttpVersion.HTTP_1_1, HttpMethod.POST, EVIL, "/login", "*/*");
    assertThat(login.status()).isEqualTo(421);
  }

  @Test
  void saysWhichSettingToChange() {
    var problem = HostClient.get(HttpVersion.HTTP_1_1, EVIL, "/api/videos", "*/*");
    assertThat(problem.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(problem.body()).contains("\"host-not-allowed\"", "SLIPWAY_DEMO_HOSTS");

    var page = HostClient.get(HttpVersion.HTTP_1_1, EVIL, "/login", "text/html");
    assertThat(page.status()).isEqualTo(421);
    assertThat(page.header("Content-Type")).startsWith("text/html");
    assertThat(page.header("Content-Security-Policy")).contains("default-src 'none'");
    assertThat(page.body()).contains("SLIPWAY_DEMO_HOSTS").doesNotContain("creator-demo");
  }

  @Test
  void acceptsLoopbackAndConfiguredHosts() {
    for (var host :
        List.of(
            "localhost",
            "LOCALHOST",
            "localhost.",
            "slipway.localhost",
            "127.0.0.1",
            "127.8.9.1",
            "[::1]",
            LowLimitsProfile.DEMO_HOST,
            "10.0.0.9",
            "10.0.0.10")) {
      for (var version : List.of(HttpVersion.HTTP_1_1, HttpVersion.HTTP_2)) {
        var response = HostClient.get(version, host, "/login", "*/*");
        assertThat(response.status()).as("%s over %s", host, version).isEqualTo(200);
      }
    }
  }

  /** Probes address a container by its own address, and the store by any name of the network. */
  @Test
  void acceptsProbesAndNotificationsForEveryHost() {
    assertThat(get("10.1.2.3", "/q/health/live")).isEqualTo(200);
    assertThat(get("10.1.2.3", "/q/health/ready")).isEqualTo(200);
    var notification =
        HostClient.send(HttpVersion.HTTP_1_1, HttpMethod.POST, "app", "/notifications/s3", "*/*");
    assertThat(notification.status()).isEqualTo(401);
  }

  @Test
  @Asvs("16.3.3")
  void logsOneLineHoweverManyRequestsAreRefused() {
    try (var log = CapturedLog.of(DemoHostFilter.class.getName())) {
      for (var i = 0; i < 50; i++) {
        get("evil" + i + ".example", "/login");
      }
      assertThat(log.all()).hasSizeLessThanOrEqualTo(1);
    }
  }

  private static int get(String host, String path) {
    return HostClient.get(HttpVersion.HTTP_1_1, host, path, "*/*").status();
  }
}
