package dev.slipway.account.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.web.path.PathPrefix;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SessionCookieTest {
  private static final PathPrefix NO_PREFIX = new PathPrefix("");

  @Test
  void usesTheHostPrefixOverTls() {
    var cookie = SessionCookie.of("https", 443, NO_PREFIX).with("token", Duration.ofDays(1));

    assertThat(cookie.getName()).isEqualTo("__Host-slipway_session");
    assertThat(cookie.isSecure()).isTrue();
    assertThat(cookie.isHttpOnly()).isTrue();
    assertThat(cookie.getPath()).isEqualTo("/");
    assertThat(cookie.getDomain()).isNull();
    assertThat(cookie.getMaxAge()).isEqualTo(86400);
  }

  @Test
  void includesThePortOverHttp() {
    assertThat(SessionCookie.of("http", 8080, NO_PREFIX))
        .isEqualTo(new SessionCookie("slipway_session_8080", false));
    assertThat(SessionCookie.of("http", -1, NO_PREFIX))
        .isEqualTo(new SessionCookie("slipway_session_80", false));
  }

  @Test
  void includesThePathPrefix() {
    var prefix = new PathPrefix("/tools/video");

    assertThat(SessionCookie.of("https", 443, prefix))
        .isEqualTo(new SessionCookie("__Host-slipway_session_tools_video", true));
    assertThat(SessionCookie.of("http", 8080, prefix))
        .isEqualTo(new SessionCookie("slipway_session_8080_tools_video", false));
  }
}
