package dev.slipway.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.Asvs;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ForwardedHeadersCheckTest {
  private static final String FORWARDING = "quarkus.http.proxy.proxy-address-forwarding";
  private static final String PROXIES = "quarkus.http.proxy.trusted-proxies";
  private static final String PAGES = "https://slipway.example";

  @Test
  void isFineWithoutAProxy() {
    assertThat(check(Map.of(), false).run(null).status()).isEqualTo(CheckStatus.FINE);
    assertThat(check(Map.of(), false).run("http://localhost:8080").status())
        .isEqualTo(CheckStatus.FINE);
  }

  @Test
  void isFineWhenTheApplicationTerminatesTls() {
    assertThat(check(Map.of(), true).run(PAGES).status()).isEqualTo(CheckStatus.FINE);
  }

  @Test
  void isWeakWhenATlsProxyIsNotTrusted() {
    var result = check(Map.of(FORWARDING, "false"), false).run(PAGES);

    assertThat(result.status()).isEqualTo(CheckStatus.WEAK);
    assertThat(result.message()).contains(PAGES, "QUARKUS_HTTP_PROXY_PROXY_ADDRESS_FORWARDING");
  }

  @Test
  @Asvs("4.1.3")
  void isBrokenWhenEveryClientIsTrusted() {
    for (var settings :
        List.of(
            Map.of(FORWARDING, "true"),
            Map.of(FORWARDING, "true", PROXIES, "10.0.0.1,0.0.0.0/0"),
            Map.of(FORWARDING, "true", PROXIES, "::/0"))) {
      var result = check(settings, false).run(PAGES);

      assertThat(result.status()).isEqualTo(CheckStatus.BROKEN);
      assertThat(result.message()).contains("X-Forwarded-For", "TRUSTED_PROXIES");
    }
  }

  @Test
  void namesTheTrustedProxies() {
    var check = check(Map.of(FORWARDING, "true", PROXIES, "10.0.0.0/8,172.16.0.0/12"), false);

    assertThat(check.run(PAGES))
        .isEqualTo(CheckResult.fine("Accepted from 10.0.0.0/8, 172.16.0.0/12 only."));
  }

  private static ForwardedHeadersCheck check(Map<String, String> settings, boolean terminatesTls) {
    var config =
        new SmallRyeConfigBuilder()
            .withSources(new PropertiesConfigSource(settings, "test", 100))
            .build();
    return new ForwardedHeadersCheck(config, () -> terminatesTls);
  }
}
