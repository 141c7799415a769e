package dev.slipway.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class DemoHostsTest {
  @Test
  void acceptsNamesWithPortsAndOrigins() {
    var hosts =
        DemoHosts.of(
            List.of(
                "Video.LAN",
                " studio.lan:8080 ",
                "http://10.0.0.9:8080",
                "https://demo.example/",
                "[2001:db8::5]:8080"));

    for (var host :
        List.of("video.lan", "STUDIO.lan", "10.0.0.9", "demo.example", "[2001:db8::5]")) {
      assertThat(hosts.contains(host)).as(host).isTrue();
    }
    for (var host : List.of("lan", "a.video.lan", "10.0.0.90", "", "[2001:db8::6]")) {
      assertThat(hosts.contains(host)).as(host).isFalse();
    }
  }

  @Test
  void containsLoopbackNamesOnlyByDefault() {
    var hosts = DemoHosts.of(List.of());

    for (var host : List.of("localhost", "a.localhost", "127.0.0.1", "127.255.0.9", "[::1]")) {
      assertThat(hosts.contains(host)).as(host).isTrue();
    }
    for (var host :
        List.of(
            "128.0.0.1", "1127.0.0.1", "127.0.0.1.nip.io", "localhost.lan", "0.0.0.0", "[::]")) {
      assertThat(hosts.contains(host)).as(host).isFalse();
    }
  }

  @Test
  void ignoresAddressesThatMeanAllInterfaces() {
    var hosts = DemoHosts.of(List.of("0.0.0.0", "::", ""));

    assertThat(hosts.contains("0.0.0.0")).isFalse();
    assertThat(hosts.contains("[::]")).isFalse();
  }

  @Test
  void refusesEntriesThatAreNoHost() {
    for (var entry : List.of("*", "*.example", "a b", "https://", "http://a/b", "ftp://a")) {
      assertThatThrownBy(() -> DemoHosts.of(List.of(entry)))
          .as(entry)
          .hasMessageContaining("SLIPWAY_DEMO_HOSTS")
          .hasMessageContaining(entry);
    }
  }
}
