package dev.slipway.webhooks.sending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.testing.Asvs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Asvs("13.2.4")
class TargetUrlTest {
  private static final AddressPolicy PUBLIC_ONLY = new AddressPolicy(false);
  private static final AddressPolicy PRIVATE_TOO = new AddressPolicy(true);

  @Test
  void parsesAUrl() {
    var url = TargetUrl.parse("https://Hooks.Example/a%20b?c=d", PUBLIC_ONLY);

    assertThat(url.tls()).isTrue();
    assertThat(url.host()).isEqualTo("hooks.example");
    assertThat(url.port()).isEqualTo(443);
    assertThat(url.pathAndQuery()).isEqualTo("/a%20b?c=d");
    assertThat(url.origin()).isEqualTo("https://hooks.example");
  }

  @Test
  void sendsToTheRootWithoutAPath() {
    assertThat(TargetUrl.parse("https://a.example", PUBLIC_ONLY).pathAndQuery()).isEqualTo("/");
    assertThat(TargetUrl.parse("https://a.example?b", PUBLIC_ONLY).pathAndQuery()).isEqualTo("/?b");
  }

  @Test
  void acceptsIpAddresses() {
    assertThat(TargetUrl.parse("http://[::1]:9000/", PRIVATE_TOO).origin())
        .isEqualTo("http://[::1]:9000");
    assertThat(TargetUrl.parse("https://1.1.1.1/", PUBLIC_ONLY).host()).isEqualTo("1.1.1.1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://169.254.169.254/latest/meta-data"
      })
  void refusesPrivateIpAddresses(String url) {
    assertThatThrownBy(() -> TargetUrl.parse(url, PUBLIC_ONLY))
        .hasMessageContaining("public address");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http://a.example/ | must begin with https://",
        "ftp://a.example/ | must begin with https://",
        "a.example | must begin with https://",
        "https:a.example | host name",
        "https:///path | host name",
        "https://münchen.example/ | host name",
        "https://my_hooks.example/ | must not contain '_'",
        "https://[fe80::1%25eth0]/ | zone",
        "https://user@a.example/ | password",
        "https://a.example/#b | '#'",
        "https://a.example/a b | Percent-encode",
        "https://a.example:25/ | port",
        "https://a.example:80/ | port",
        "https://a.example:65536/ | port",
        "https://a.example:0/ | port"
      })
  void refusesInvalidUrls(String url, String message) {
    assertThatThrownBy(() -> TargetUrl.parse(url, PUBLIC_ONLY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
