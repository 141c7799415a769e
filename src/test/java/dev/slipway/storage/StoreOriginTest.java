package dev.slipway.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class StoreOriginTest {
  @Test
  void normalizesHostAndPort() {
    assertThat(of("https://Store.Example:443").origin()).isEqualTo("https://store.example");
    assertThat(of("http://store.example:80/").authority()).isEqualTo("store.example");
    assertThat(of("https://store.example:9000").authority()).isEqualTo("store.example:9000");
    assertThat(of("http://store.example:443").authority()).isEqualTo("store.example:443");
    assertThat(of("http://[::1]:9000").origin()).isEqualTo("http://[::1]:9000");
  }

  @Test
  void rejectsAnEndpointWithAPath() {
    assertThatThrownBy(() -> of("https://tools.example/s3"))
        .hasMessageContaining("can't have a path")
        .hasMessageContaining("a host or port of its own, not https://tools.example/s3");
  }

  @Test
  void rejectsMalformedUrls() {
    for (var wrong : List.of("store:9000", "ftp://store.example", "https:///bucket")) {
      assertThatThrownBy(() -> of(wrong)).hasMessageContaining("must be a URL such as");
    }
  }

  @Test
  void recognisesLoopbackAddresses() {
    for (var own :
        List.of(
            "http://localhost:9000",
            "http://store.localhost",
            "http://127.0.0.1:9000",
            "http://127.8.9.1",
            "http://[::1]:9000")) {
      assertThat(of(own).isLoopback()).as(own).isTrue();
    }
    for (var other :
        List.of("https://store.example", "http://localhost.example", "http://10.0.0.1")) {
      assertThat(of(other).isLoopback()).as(other).isFalse();
    }
  }

  private static StoreOrigin of(String endpoint) {
    return new StoreOrigin(URI.create(endpoint));
  }
}
