package dev.slipway.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ForwardedHeadersCheckTest {
  private static final String TAKEN = "quarkus.http.proxy.proxy-address-forwarding";
  private static final String PROXIES = "quarkus.http.proxy.trusted-proxies";
  private static final String PAGES = "https://slipway.example";

  @Test
  void findsNothingWrongWithoutAProxy() {
    assertThat(check(Map.of(), false).look(null).verdict()).isEqualTo(Verdict.FINE);
    assertThat(check(Map.of(), false).look("http://localhost:8080").verdict())
        .isEqualTo(Verdict.FINE);
  }

  @Test
  void findsNothingWrongWhereTlsEndsHere() {
    assertThat(check(Map.of(), true).look(PAGES).verdict()).isEqualTo(Verdict.FINE);
  }

  @Test
  void noticesAProxyThatIsNotBelieved() {
    var finding = check(Map.of(TAKEN, "false"), false).look(PAGES);

    assertThat(finding.verdict()).isEqualTo(Verdict.WEAK);
    assertThat(finding.sentence()).contains(PAGES, "QUARKUS_HTTP_PROXY_PROXY_ADDRESS_FORWARDING");
  }

  @Test
  void noticesThatAnybodyIsBelieved() {
    for (var settings :
        List.of(
            Map.of(TAKEN, "true"),
            Map.of(TAKEN, "true", PROXIES, "10.0.0.1,0.0.0.0/0"),
            Map.of(TAKEN, "true", PROXIES, "::/0"))) {
      var finding = check(settings, false).look(PAGES);

      assertThat(finding.verdict()).isEqualTo(Verdict.BROKEN);
      assertThat(finding.sentence()).contains("X-Forwarded-For", "TRUSTED_PROXIES");
    }
  }

  @Test
  void namesWhoIsBelieved() {
    var finding = check(Map.of(TAKEN, "true", PROXIES, "10.0.0.0/8,172.16.0.0/12"), false);

    assertThat(finding.look(PAGES))
        .isEqualTo(Finding.fine("They count from 10.0.0.0/8, 172.16.0.0/12 alone."));
  }

  private static ForwardedHeadersCheck check(Map<String, String> settings, boolean endsTls) {
    var config =
        new SmallRyeConfigBuilder()
            .withSources(new PropertiesConfigSource(settings, "test", 100))
            .build();
    return new ForwardedHeadersCheck(new ForwardedHeadersConfig(config), () -> endsTls);
  }
}
