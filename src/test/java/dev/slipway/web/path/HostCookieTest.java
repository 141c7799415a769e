package dev.slipway.web.path;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.Asvs;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HostCookieTest {
  private static final PathPrefix NO_PREFIX = new PathPrefix("");

  @Test
  @Asvs({"3.3.1", "3.3.3"})
  void usesTheHostPrefixOverTls() {
    var cookie =
        HostCookie.of("slipway_session", "https", 443, NO_PREFIX).with("token", Duration.ofDays(1));

    assertThat(cookie.getName()).isEqualTo("__Host-slipway_session");
    assertThat(cookie.isSecure()).isTrue();
    assertThat(cookie.isHttpOnly()).isTrue();
    assertThat(cookie.getPath()).isEqualTo("/");
    assertThat(cookie.getDomain()).isNull();
    assertThat(cookie.getMaxAge()).isEqualTo(86400);
  }

  @Test
  void includesThePortOverHttp() {
    assertThat(HostCookie.of("slipway_session", "http", 8080, NO_PREFIX))
        .isEqualTo(new HostCookie("slipway_session_8080", false));
    assertThat(HostCookie.of("slipway_session", "http", -1, NO_PREFIX))
        .isEqualTo(new HostCookie("slipway_session_80", false));
  }

  @Test
  void includesThePathPrefix() {
    var prefix = new PathPrefix("/tools/video");

    assertThat(HostCookie.of("slipway_session", "https", 443, prefix))
        .isEqualTo(new HostCookie("__Host-slipway_session_tools_video", true));
    assertThat(HostCookie.of("slipway_session", "http", 8080, prefix))
        .isEqualTo(new HostCookie("slipway_session_8080_tools_video", false));
  }
}
